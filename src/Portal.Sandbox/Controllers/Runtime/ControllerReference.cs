using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Runtime;

/// <summary>The one owner of an object that manages it.</summary>
/// <param name="ApiVersion">Group and version of the owner.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Name">Its name, in the object's own namespace.</param>
/// <param name="Uid">Which object of that name it is.</param>
internal sealed record ControllerReference(string ApiVersion, string Kind, string Name, string Uid)
{
    /// <summary>The controller that an object names; null when it has none.</summary>
    public static ControllerReference? Of(JsonObject obj) =>
        obj.Items("metadata", "ownerReferences").FirstOrDefault(r => r.Flag("controller") == true) is { } reference
            ? new(reference.Text("apiVersion") ?? "", reference.Text("kind") ?? "", reference.Text("name") ?? "", reference.Text("uid") ?? "")
            : null;

    /// <summary>An entry of <c>ownerReferences</c> that makes <paramref name="owner"/> the controller, and lets it wait for its dependants.</summary>
    public static JsonObject To(ResourceType type, JsonObject owner) => new()
    {
        ["apiVersion"] = type.ApiVersion,
        ["kind"] = type.Kind,
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    /// <summary>Whether the controller is of a kind, in any version of it.</summary>
    public bool Is(ResourceType type) => Kind == type.Kind && (ApiVersion == type.ApiVersion || ApiVersion.StartsWith(type.Group + "/", StringComparison.Ordinal));
}
