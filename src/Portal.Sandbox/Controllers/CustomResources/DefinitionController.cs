using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.CustomResources.Definitions;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.CustomResources;

/// <summary>
/// Deletes the objects of a definition that is being deleted, and then lets it go; gives names that become free to the definition that waits for them.
/// </summary>
internal sealed class DefinitionController : Controller<string>
{
    private static readonly TimeSpan Check = TimeSpan.FromMilliseconds(500);

    public DefinitionController(IObjects objects, TimeProvider time, ILogger<DefinitionController> logger)
        : base(objects, time, logger)
    {
        Watch(ResourceTypes.CustomResourceDefinitions, OnChange);
    }

    protected override async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken ct)
    {
        if (Objects.Get(ResourceTypes.CustomResourceDefinitions, "", key) is not { } definition)
        {
            return null;
        }
        if (!definition.Terminating())
        {
            // Every write asks for the names again.
            await Objects.UpdateAsync(ResourceTypes.CustomResourceDefinitions, "", key, status: false, _ => true, ct);
            return null;
        }

        var type = TypeOf(definition);
        await Task.WhenAll(Objects.List(type, null).Where(o => !o.Terminating())
            .Select(o => Objects.DeleteAsync(type, o.Namespace(), o.Name(), o.Uid(), graceSeconds: null, ct).AsTask()));
        if (Objects.List(type, null).Count > 0)
        {
            return Check;
        }

        await Objects.UpdateAsync(ResourceTypes.CustomResourceDefinitions, "", key, status: false, DropFinalizer, ct);
        return null;
    }

    private void OnChange(ObjectChange change)
    {
        if (change.Type != "DELETED")
        {
            if (change.Object.Terminating())
            {
                Queue.Add(change.Object.Name());
            }

            return;
        }

        foreach (var other in Objects.List(ResourceTypes.CustomResourceDefinitions, null).Where(IsWaitingForNames))
        {
            Queue.Add(other.Name());
        }
    }

    private static bool IsWaitingForNames(JsonObject definition) =>
        definition.Items("status", "conditions").Any(c => c.Text("type") == "NamesAccepted" && c.Text("status") == "False");

    private static bool DropFinalizer(JsonObject definition)
    {
        if (definition.At("metadata", "finalizers") is not JsonArray finalizers)
        {
            return false;
        }

        var dropped = finalizers.RemoveAll(f => f.Scalar() == DefinitionAdmission.CleanupFinalizer) > 0;
        if (finalizers.Count == 0)
        {
            definition.Child("metadata").Remove("finalizers");
        }

        return dropped;
    }

    /// <summary>Objects of all versions are stored as one kind, so any of the versions will do.</summary>
    private static ResourceType TypeOf(JsonObject definition) => new(
        definition.Text("spec", "group")!,
        definition.Items("spec", "versions").First().Text("name")!,
        definition.Text("spec", "names", "plural")!,
        definition.Text("spec", "names", "singular")!,
        definition.Text("spec", "names", "kind")!,
        definition.Text("spec", "scope") == "Namespaced",
        [],
        false);
}
