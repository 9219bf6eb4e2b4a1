using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission;

/// <summary>A write on its way into the store.</summary>
public sealed record AdmissionRequest
{
    public required AdmissionOperation Operation { get; init; }

    public required ResourceType Type { get; init; }

    /// <summary><c>status</c> or another subresource; empty for the object itself.</summary>
    public string Subresource { get; init; } = "";

    /// <summary>The object as it will be stored; steps may fill in defaults. For a deletion as it is.</summary>
    public required JsonObject Object { get; init; }

    /// <summary>The object as it is; null for a creation.</summary>
    public JsonObject? Old { get; init; }

    /// <summary>What the write is part of.</summary>
    public required StoreTransaction Transaction { get; init; }

    /// <summary>Everything stored, as this write will find it.</summary>
    public StoreRoot Root => Transaction.Root;

    public required Caller Caller { get; init; }

    /// <summary>When the write happens.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>Is told the paths of fields that nobody knows and that were taken out; may refuse. Null ignores them.</summary>
    public Action<IReadOnlyList<string>>? OnUnknownFields { get; init; }

    public string Namespace => (string?)Object["metadata"]?["namespace"] ?? "";

    public string Name => (string?)Object["metadata"]?["name"] ?? "";
}
