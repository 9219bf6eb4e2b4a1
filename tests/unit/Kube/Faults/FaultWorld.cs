using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Clusters;
using Portal.Kube;
using Portal.Kube.Api;
using Portal.Sandbox.Store;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Faults;

/// <summary>A cluster as the portal has it, the sandbox's API behind it, and between the two a proxy that lets everything go wrong.</summary>
internal sealed class FaultWorld : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _following = [];
    private readonly List<Func<string?>> _differences = [];
    private Task _running = Task.CompletedTask;

    private FaultWorld(InProcessApi api, TestCertificates? certificates, CountedTime time, int seed)
    {
        (Api, Time, Faults) = (api, time, new RandomFaults(seed));
        Random = new Random(seed);
        Objects = new RandomObjects(api.Objects, Random);
        Proxy = new FaultProxy(() => api.Port);
        var endpoint = new KubeEndpoint
        {
            Name = "sandbox",
            Server = new Uri($"{(certificates is null ? "http" : "https")}://127.0.0.1:{Proxy.Port}/"),
            Authorities = certificates is null ? null : [certificates.Authority],
            Credentials = new TokenFileCredential(api.TokenFile, certificate: null, time),
        };
        Cluster = new KubeCluster(endpoint, new KubeOptions { PageSize = 7 }, time, NullLoggerFactory.Instance);
    }

    public InProcessApi Api { get; }

    public FaultProxy Proxy { get; }

    public KubeCluster Cluster { get; }

    /// <summary>The client's clock.</summary>
    public CountedTime Time { get; }

    public RandomFaults Faults { get; }

    public RandomObjects Objects { get; }

    public Random Random { get; }

    /// <summary>Where a cache, or what a subscriber was told, differs from the store, or a change that did not fit; null when all is well.</summary>
    public string? Difference => _differences.Select(d => d()).FirstOrDefault(d => d is not null);

    public static async Task<FaultWorld> StartAsync(int seed, TestCertificates? certificates)
    {
        var api = await InProcessApi.StartAsync(new AcceleratedTime(20), certificates?.Issue("localhost", loopback: true));
        var world = new FaultWorld(api, certificates, new CountedTime(new AcceleratedTime(20)), seed);
        world.Follow<NamespaceView>(ResourceTypes.Namespaces);
        world.Follow<PodView>(ResourceTypes.Pods);
        world.Follow<EventView>(ResourceTypes.Events);
        world.Follow<SparkApplicationView>(ResourceTypes.SparkApplications);
        world._running = world.Cluster.RunAsync(world._stop.Token);
        return world;
    }

    /// <summary>Lets random things go wrong from now on.</summary>
    public void BeginFaults() => (Proxy.Faults, Api.Faults) = (Faults.OfConnection, Faults.OfAnswer);

    /// <summary>Nothing goes wrong any more; what is silent or refused already stays so.</summary>
    public void EndFaults()
    {
        Faults.Stop();
        Proxy.CalmAll();
        Api.RenewTokenFile();
    }

    /// <summary>Stops the client, and only it.</summary>
    public async Task StopClientAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Task.WhenAll(_following);
        Cluster.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopClientAsync();
        await Proxy.DisposeAsync();
        await Api.DisposeAsync();
        _stop.Dispose();
    }

    private void Follow<T>(ResourceType type)
        where T : class, IClusterObject
    {
        var feed = Cluster.Feed<T>();
        var replay = new FeedReplay<T>();
        var subscription = feed.Subscribe();
        _following.Add(FollowAsync(replay, subscription));
        _differences.Add(() => replay.Problem
            ?? Differs("the cache", type, RandomObjects.Held(feed.Current))
            ?? Differs("the subscriber's picture", type, RandomObjects.Held(replay.Held)));
    }

    private async Task FollowAsync<T>(FeedReplay<T> replay, IFeedSubscription<T> subscription)
        where T : class, IClusterObject
    {
        using (subscription)
        {
            await replay.FollowAsync(subscription, _stop.Token);
        }
    }

    private string? Differs(string what, ResourceType type, IReadOnlySet<string> held)
    {
        var stored = Objects.Held(type);
        return stored.SetEquals(held) ? null : $"{what} of {type.Plural} lacks [{string.Join(", ", stored.Except(held))}] and has beyond [{string.Join(", ", held.Except(stored))}]";
    }
}
