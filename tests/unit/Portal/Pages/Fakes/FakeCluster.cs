using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Core.Logs;

namespace Portal.UnitTests.Pages.Fakes;

/// <summary>A cluster for pages: feeds that tests fill, and rights that tests take away.</summary>
public sealed class FakeCluster : ICluster
{
    public FakeFeed<PodView> Pods { get; } = new();

    public FakeFeed<EventView> Events { get; } = new();

    /// <summary>Verbs that are refused.</summary>
    public HashSet<string> Refused { get; } = [];

    public string Id => "sandbox";

    public ClusterHealth Health { get; set; } = new(Connected: true, null, null);

    public IFeed<T> Feed<T>()
        where T : class, IClusterObject =>
        Pods as IFeed<T> ?? Events as IFeed<T> ?? throw new NotSupportedException();

    public Task<bool> AllowsAsync(Caller caller, string verb, ResourceKind kind, string? ns, string? subresource, CancellationToken ct) =>
        Task.FromResult(!Refused.Contains(verb));

    public Task<JsonObject> GetAsync(Caller caller, ResourceKey key, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<MetadataView>> ListAsync(Caller caller, ResourceKind kind, string labelSelector, CancellationToken ct) => throw new NotSupportedException();

    public Task<JsonObject> CreateAsync(Caller caller, JsonObject manifest, bool dryRun, CancellationToken ct) => throw new NotSupportedException();

    public Task<JsonObject> MergePatchAsync(Caller caller, ResourceKey key, JsonObject patch, CancellationToken ct) => throw new NotSupportedException();

    public Task DeleteAsync(Caller caller, ResourceKey key, string? uid, CancellationToken ct) => throw new NotSupportedException();

    public Task<Caller?> AuthenticateAsync(string bearerToken, CancellationToken ct) => throw new NotSupportedException();

    public IAsyncEnumerable<IReadOnlyList<LogLine>> TailAsync(ContainerRef container, LogLine? after, CancellationToken ct) => throw new NotSupportedException();
}
