using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Clusters;
using Portal.Kube;
using Portal.Kube.Api;
using Portal.Kube.Resources;
using Portal.Kube.Watching;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Watching;

/// <summary>Random changes while random things go wrong: when they stop, the cache equals the store, and every change was told once and in order.</summary>
public sealed class InformerFuzzTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Informer_RandomChangesAndFaults_EndsEqualToTheStore(int seed)
    {
        await using var api = await FakeApi.StartAsync();
        var random = new Random(seed);
        var faultRandom = new Random(seed * 31);
        var faulty = true;
        api.Faults = _ =>
        {
            lock (faultRandom)
            {
                return faulty ? Draw(faultRandom) : Fault.None;
            }
        };

        var time = new AcceleratedTime(50);
        var options = new KubeOptions { PageSize = 7 };
        using var http = new KubeHttp(api.Endpoint(), options.RequestTimeout, time, NullLogger<KubeHttp>.Instance);
        var feed = new Feed<PodView>(time);
        var informer = new Informer<PodView>(new ResourceReader(http, "fake", options, time), new PodDecoder(), feed, time, NullLogger.Instance);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var subscription = feed.Subscribe();
        var replay = new FeedReplay<PodView>();
        var following = replay.FollowAsync(subscription, stop.Token);
        var running = informer.RunAsync(stop.Token);

        for (var i = 0; i < 400; i++)
        {
            Change(api.Store, random, i);
            if (random.Next(4) == 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(4)), TimeProvider.System, stop.Token);
            }
        }

        faulty = false;
        await Eventually.ShouldBe(() => informer.State.Synced && Same(feed.Current, api.Store), $"the cache equals the store (seed {seed})");
        await Eventually.ShouldBe(() => replay.Problem is not null || Same(replay.Held, api.Store), $"the subscriber's picture equals the store (seed {seed})");

        // And it goes on from there.
        api.Store.Put(ResourceKind.Pod, "after", "last");
        await Eventually.ShouldBe(() => Same(feed.Current, api.Store) && informer.State.StaleSince is null, "a change after the faults arrives");
        replay.Problem.ShouldBeNull();

        await stop.CancelAsync();
        await running;
        await following;
    }

    private static bool Same(IReadOnlyCollection<PodView> held, FakeStore store)
    {
        var versions = store.Versions(ResourceKind.Pod);
        return held.Count == versions.Count && held.All(p => versions.GetValueOrDefault($"{p.Key.Namespace}/{p.Key.Name}") == $"{p.Uid}@{p.ResourceVersion}");
    }

    private static void Change(FakeStore store, Random random, int round)
    {
        var (ns, name) = ($"ns{random.Next(3)}", $"pod{random.Next(25)}");
        switch (random.Next(12))
        {
            case 0:
                store.Compact();
                break;
            case 1 or 2 or 3:
                store.Remove(ResourceKind.Pod, ns, name);
                break;
            default:
                store.Put(ResourceKind.Pod, ns, name, new JsonObject
                {
                    ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["args"] = new string('x', random.Next(3) == 0 ? random.Next(30_000) : 10) }) },
                    ["status"] = new JsonObject { ["phase"] = $"Phase{round}" },
                });
                break;
        }
    }

    private static Fault Draw(Random random) => random.Next(9) switch
    {
        0 => new Fault { Status = 500 },
        1 => new Fault { Status = 429, RetryAfter = "1" },
        2 or 3 => new Fault { CutAfter = random.Next(random.Next(2) == 0 ? 300 : 60_000) },
        4 => new Fault { EndAfter = random.Next(40_000) },
        5 => new Fault { Expired = true },
        6 => new Fault { OddBookmarks = true, CutAfter = 20_000 },
        7 => new Fault { Garbage = true },
        _ => Fault.None,
    };
}
