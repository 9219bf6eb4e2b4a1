using System.Runtime.CompilerServices;
using System.Text.Json;
using Portal.Sandbox.Api.CustomResources.Definitions;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.CustomResources;

/// <summary>
/// A stored CustomResourceDefinition as far as serving its kinds needs it. The schemas, which may be megabytes, are read when an object of the kind is
/// first written.
/// </summary>
public sealed class CustomResourceDefinition
{
    private static readonly ConditionalWeakTable<StoredObject, CustomResourceDefinition> Known = [];

    private CustomResourceDefinition(StoredObject stored)
    {
        using var document = JsonDocument.Parse(stored.Json, new JsonDocumentOptions { MaxDepth = StoreJson.MaxDepth });
        var (root, spec) = (document.RootElement, document.RootElement.GetProperty("spec"));
        var status = root.TryGetProperty("status", out var given) ? given : default;
        Stored = stored;
        Name = stored.Name;
        Uid = root.GetProperty("metadata").GetProperty("uid").GetString()!;
        Generation = root.GetProperty("metadata").TryGetProperty("generation", out var generation) ? generation.GetInt64() : 0;
        Group = spec.GetProperty("group").GetString()!;
        Names = DefinitionNames.Read(spec.GetProperty("names"));
        Namespaced = spec.GetProperty("scope").ValueEquals("Namespaced");
        NeedsWebhook = spec.TryGetProperty("conversion", out var conversion) && conversion.TryGetProperty("strategy", out var strategy) && strategy.ValueEquals("Webhook");
        AcceptedNames = status.ValueKind == JsonValueKind.Object && status.TryGetProperty("acceptedNames", out var accepted) ? DefinitionNames.Read(accepted) : DefinitionNames.None;
        IsEstablished = DefinitionConditions.IsTrue(status, DefinitionConditions.Established);
        IsTerminating = DefinitionConditions.IsTrue(status, DefinitionConditions.Terminating);
        Versions = [.. spec.GetProperty("versions").EnumerateArray().Select((v, i) => new CustomResourceVersion(this, v, i)).OrderBy(v => v.Name, VersionOrder.Instance)];
        Kinds = [.. Versions.Where(v => v.Served).Select(v => v.Kind)];
    }

    /// <summary>The object itself.</summary>
    public StoredObject Stored { get; }

    /// <summary><c>plural.group</c>.</summary>
    public string Name { get; }

    public string Uid { get; }

    /// <summary>Counts changes of what it asks for.</summary>
    public long Generation { get; }

    public string Group { get; }

    /// <summary>The names that it asks for.</summary>
    public DefinitionNames Names { get; }

    /// <summary>The names that it got: those that no other definition had before.</summary>
    public DefinitionNames AcceptedNames { get; }

    public bool Namespaced { get; }

    /// <summary>Objects are converted between versions by a webhook, which the sandbox does not call: only the storage version can be used.</summary>
    public bool NeedsWebhook { get; }

    /// <summary>Its kinds are served.</summary>
    public bool IsEstablished { get; }

    /// <summary>It is being deleted: nothing new of its kind is created.</summary>
    public bool IsTerminating { get; }

    /// <summary>All versions, served or not, the most stable first.</summary>
    public IReadOnlyList<CustomResourceVersion> Versions { get; }

    /// <summary>One kind for each version that is served.</summary>
    public IReadOnlyList<ServedKind> Kinds { get; }

    /// <summary>The definition in a stored object; read once for each.</summary>
    public static CustomResourceDefinition Of(StoredObject stored) => Known.GetValue(stored, s => new CustomResourceDefinition(s));
}
