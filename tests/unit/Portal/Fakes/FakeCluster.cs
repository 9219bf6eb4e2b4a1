using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Core.Logs;

namespace Portal.UnitTests.Fakes;

/// <summary>A cluster that knows some tokens, has feeds that tests fill, and rights that tests take away.</summary>
public sealed class FakeCluster : ICluster
{
    public const string ClusterId = "sandbox";

    public Dictionary<string, Caller> Tokens { get; } = new(StringComparer.Ordinal)
    {
        ["analyst-token"] = new Caller("analyst", ["team-a-editors"]),
        ["viewer-token"] = new Caller("viewer", ["team-a-viewers"]),
    };

    public FakeFeed<PodView> Pods { get; } = new();

    public FakeFeed<EventView> Events { get; } = new();

    /// <summary>Namespaces in which nobody may do anything.</summary>
    public HashSet<string> Closed { get; } = [];

    /// <summary>Verbs that are refused everywhere.</summary>
    public HashSet<string> Refused { get; } = [];

    /// <summary>Thrown by whatever asks the API.</summary>
    public ClusterException? Outage { get; set; }

    public string Id => ClusterId;

    public ClusterHealth Health { get; set; } = new(Connected: true, null, null);

    public IFeed<T> Feed<T>()
        where T : class, IClusterObject =>
        Pods as IFeed<T> ?? Events as IFeed<T> ?? throw new NotSupportedException();

    public Task<bool> AllowsAsync(Caller caller, string verb, ResourceKind kind, string? ns, string? subresource, CancellationToken ct) =>
        Outage is null ? Task.FromResult(!Closed.Contains(ns!) && !Refused.Contains(verb)) : Task.FromException<bool>(Outage);

    public Task<Caller?> AuthenticateAsync(string bearerToken, CancellationToken ct) =>
        Outage is null ? Task.FromResult(Tokens.GetValueOrDefault(bearerToken)) : Task.FromException<Caller?>(Outage);

    public Task<JsonObject> GetAsync(Caller caller, ResourceKey key, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<MetadataView>> ListAsync(Caller caller, ResourceKind kind, string labelSelector, CancellationToken ct) => throw new NotSupportedException();

    public Task<JsonObject> CreateAsync(Caller caller, JsonObject manifest, bool dryRun, CancellationToken ct) => throw new NotSupportedException();

    public Task<JsonObject> MergePatchAsync(Caller caller, ResourceKey key, JsonObject patch, CancellationToken ct) => throw new NotSupportedException();

    public Task DeleteAsync(Caller caller, ResourceKey key, string? uid, CancellationToken ct) => throw new NotSupportedException();

    public IAsyncEnumerable<IReadOnlyList<LogLine>> TailAsync(ContainerRef container, LogLine? after, CancellationToken ct) => throw new NotSupportedException();
}
