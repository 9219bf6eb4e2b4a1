using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Core.Logs;

namespace Portal.UnitTests.Fakes;

/// <summary>A cluster that knows some tokens and says who may read logs.</summary>
public sealed class FakeCluster : ICluster
{
    public const string ClusterId = "test";

    public Dictionary<string, Caller> Tokens { get; } = new(StringComparer.Ordinal)
    {
        ["analyst-token"] = new Caller("analyst", ["team-a-editors"]),
        ["viewer-token"] = new Caller("viewer", ["team-a-viewers"]),
    };

    /// <summary>Namespaces in which nobody may read logs.</summary>
    public HashSet<string> Closed { get; } = [];

    /// <summary>Thrown by whatever asks the API.</summary>
    public ClusterException? Outage { get; set; }

    public string Id => ClusterId;

    public ClusterHealth Health { get; set; } = new(Connected: true, null, null);

    public Task<bool> AllowsAsync(Caller caller, string verb, ResourceKind kind, string? ns, string? subresource, CancellationToken ct) =>
        Outage is null ? Task.FromResult(!Closed.Contains(ns!)) : Task.FromException<bool>(Outage);

    public Task<Caller?> AuthenticateAsync(string bearerToken, CancellationToken ct) =>
        Outage is null ? Task.FromResult(Tokens.GetValueOrDefault(bearerToken)) : Task.FromException<Caller?>(Outage);

    public IFeed<T> Feed<T>()
        where T : class, IClusterObject => throw new NotSupportedException();

    public Task<JsonObject> GetAsync(Caller caller, ResourceKey key, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<MetadataView>> ListAsync(Caller caller, ResourceKind kind, string labelSelector, CancellationToken ct) => throw new NotSupportedException();

    public Task<JsonObject> CreateAsync(Caller caller, JsonObject manifest, bool dryRun, CancellationToken ct) => throw new NotSupportedException();

    public Task<JsonObject> MergePatchAsync(Caller caller, ResourceKey key, JsonObject patch, CancellationToken ct) => throw new NotSupportedException();

    public Task DeleteAsync(Caller caller, ResourceKey key, string? uid, CancellationToken ct) => throw new NotSupportedException();

    public IAsyncEnumerable<IReadOnlyList<LogLine>> TailAsync(ContainerRef container, LogLine? after, CancellationToken ct) => throw new NotSupportedException();
}
