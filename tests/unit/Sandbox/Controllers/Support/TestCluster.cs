using System.Text.Json.Nodes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.CustomResources;
using Portal.Sandbox.Controllers.CronJobs;
using Portal.Sandbox.Controllers.GarbageCollection;
using Portal.Sandbox.Controllers.Housekeeping;
using Portal.Sandbox.Controllers.Jobs;
using Portal.Sandbox.Controllers.Scheduling;
using Portal.Sandbox.Controllers.Services;
using Portal.Sandbox.Controllers.SparkOperator;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Controllers.Support;

/// <summary>The real API in memory with the controllers that a test wants; the test plays the node.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly ObjectStore _store;
    private readonly List<IHostedService> _services = [];

    private TestCluster()
    {
        _store = ObjectStore.InMemory(Clock);
        Objects = new Objects(_store, Clock);
    }

    public ManualClock Clock { get; } = new();

    public IObjects Objects { get; }

    public static async Task<TestCluster> WithNamespaceAsync(string ns = "team-a")
    {
        var cluster = new TestCluster();
        await BuiltInDefinitions.EnsureAsync(cluster.Objects, cluster.Clock, default);
        await cluster.CreateAsync(ResourceTypes.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = ns } });
        return cluster;
    }

    public Task StartSchedulerAsync() => StartAsync(new Scheduler(Objects, Clock, NullLogger<Scheduler>.Instance));

    public Task StartCollectorAsync() => StartAsync(new GarbageCollector(Objects, Clock, NullLogger<GarbageCollector>.Instance));

    public Task StartOperatorAsync() => StartAsync(new SparkOperatorController(
        Objects, new Submitter(Objects, Clock, NullLogger<Submitter>.Instance), Clock, NullLogger<SparkOperatorController>.Instance));

    public async Task StartJobsAsync()
    {
        await StartAsync(new JobController(Objects, Clock, NullLogger<JobController>.Instance));
        await StartAsync(new OrphanedJobPods(Objects, Clock, NullLogger<OrphanedJobPods>.Instance));
        await StartAsync(new FinishedJobs(Objects, Clock, NullLogger<FinishedJobs>.Instance));
    }

    public Task StartEndpointsAsync() => StartAsync(new EndpointsController(Objects, Clock, NullLogger<EndpointsController>.Instance));

    public Task StartCronJobsAsync() => StartAsync(new CronJobController(Objects, Clock, NullLogger<CronJobController>.Instance));

    public async Task StartHousekeepingAsync()
    {
        await StartAsync(new NamespaceController(Objects, Clock, NullLogger<NamespaceController>.Instance));
        await StartAsync(new PodCollector(Objects, Clock, NullLogger<PodCollector>.Instance));
        await StartAsync(new EventExpiry(Objects, Clock, NullLogger<EventExpiry>.Instance));
        await StartAsync(new ClaimBinder(Objects, Clock, NullLogger<ClaimBinder>.Instance));
    }

    /// <summary>Ends all controllers, as a crash would; what is stored stays.</summary>
    public async Task StopControllersAsync()
    {
        foreach (var service in _services)
        {
            await service.StopAsync(default);
            ((IDisposable)service).Dispose();
        }

        _services.Clear();
    }

    public async Task<JsonObject> CreateAsync(ResourceType type, JsonObject obj) => await Objects.CreateAsync(type, obj, default);

    public Task<JsonObject?> EditAsync(ResourceType type, string ns, string name, Action<JsonObject> change, bool status = false) =>
        Objects.UpdateAsync(type, ns, name, status, o =>
        {
            change(o);
            return true;
        }, default).AsTask();

    /// <summary>Lets time pass in small steps until something is so: for what waits on the clock.</summary>
    public Task PassTimeUntilAsync(Func<bool> condition, string what, TimeSpan? step = null) => Eventually.TrueAsync(
        () =>
        {
            if (condition())
            {
                return true;
            }

            Clock.Advance(step ?? TimeSpan.FromMilliseconds(50));
            return false;
        },
        what);

    /// <summary>What the node says of a pod.</summary>
    public Task<JsonObject?> SetPodAsync(string ns, string name, string phase, long? exitCode = null, string container = SparkNames.DriverContainer) =>
        EditAsync(ResourceTypes.Pods, ns, name, pod =>
        {
            pod.Child("status")["phase"] = phase;
            if (exitCode is { } code)
            {
                pod.Child("status")["containerStatuses"] = new JsonArray(new JsonObject
                {
                    ["name"] = container,
                    ["state"] = new JsonObject
                    {
                        ["terminated"] = new JsonObject
                        {
                            ["exitCode"] = code,
                            ["reason"] = code == 0 ? "Completed" : "Error",
                            ["finishedAt"] = Manifest.Stamp(Clock.GetUtcNow()),
                        },
                    },
                });
            }
        }, status: true);

    public IReadOnlyList<string> EventReasons(string ns, string about) =>
        [.. Objects.List(ResourceTypes.Events, ns).Where(e => e.Text("involvedObject", "name") == about).Select(e => e.Text("reason")!)];

    public async ValueTask DisposeAsync()
    {
        await StopControllersAsync();
        await _store.DisposeAsync();
    }

    private async Task StartAsync(IHostedService service)
    {
        _services.Add(service);
        await service.StartAsync(default);
    }
}
