using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Clusters;
using Portal.Kube;
using Portal.Kube.Api;
using Portal.Kube.Resources;
using Portal.Kube.Watching;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Watching;

public sealed class InformerTests
{
    [Fact]
    public async Task Informer_KindIsNotServed_IsReportedAndFoundLater()
    {
        await using var api = await FakeApi.StartAsync();
        api.Faults = _ => new Fault { Status = 404 };
        await using var run = new Run(api, new AcceleratedTime(200));

        await Eventually.ShouldBe(() => run.Informer.State.Absent, "the kind is found to be absent");
        run.Informer.State.Synced.ShouldBeFalse();
        run.Informer.State.Error!.ShouldContain("does not serve pods");

        api.Faults = _ => Fault.None;
        api.Store.Put(ResourceKind.Pod, "a", "p");

        await Eventually.ShouldBe(() => run.Feed.Find("a", "p") is not null && run.Informer.State is { Absent: false, StaleSince: null }, "it is listed once it is there");
    }

    [Fact]
    public async Task Informer_WatchGoesSilent_IsOpenedAgainFromTheLastVersion()
    {
        await using var api = await FakeApi.StartAsync();
        await using var run = new Run(api, new AcceleratedTime(200));
        await Eventually.ShouldBe(() => Watches(api) >= 1, "the first watch is open");
        api.Store.Put(ResourceKind.Pod, "a", "p");
        await Eventually.ShouldBe(() => run.Feed.Find("a", "p") is not null, "the pod arrives");

        await Eventually.ShouldBe(() => Watches(api) >= 3, "a watch on which nothing comes is replaced");

        api.Requests.Count(r => !r.Query.Contains("watch=true", StringComparison.Ordinal)).ShouldBe(1, "nothing is listed again");
        api.Requests.Last().Query.ShouldContain($"resourceVersion={api.Store.Version}");
    }

    [Fact]
    public async Task Informer_ServerIsGone_SaysSinceWhenItIsStale()
    {
        var api = await FakeApi.StartAsync();
        await using var run = new Run(api, new AcceleratedTime(20));
        await Eventually.ShouldBe(() => run.Informer.State is { Synced: true, StaleSince: null }, "it follows");

        await api.DisposeAsync();

        await Eventually.ShouldBe(() => run.Informer.State.StaleSince is not null && run.Informer.State.Error is not null, "it notices");
        run.Informer.State.Synced.ShouldBeTrue();
    }

    [Fact]
    public async Task Informer_ObjectChanges_SubscriberIsToldAtOnce()
    {
        await using var api = await FakeApi.StartAsync();
        await using var run = new Run(api, TimeProvider.System);
        await Eventually.ShouldBe(() => run.Informer.State is { Synced: true, StaleSince: null }, "it follows");
        using var subscription = run.Feed.Subscribe();
        await using var batches = subscription.ReadAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = batches.MoveNextAsync().AsTask();

        api.Store.Put(ResourceKind.Pod, "a", "p");

        (await next.WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, TestContext.Current.CancellationToken)).ShouldBeTrue();
        batches.Current.Changes.Single().Object.Key.Name.ShouldBe("p");
    }

    private static int Watches(FakeApi api) => api.Requests.Count(r => r.Query.Contains("watch=true", StringComparison.Ordinal));

    private sealed class Run : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly KubeHttp _http;
        private readonly Task _running;

        public Run(FakeApi api, TimeProvider time)
        {
            var options = new KubeOptions();
            _http = new KubeHttp(api.Endpoint(), options.RequestTimeout, time, NullLogger<KubeHttp>.Instance);
            Feed = new Feed<PodView>(time);
            Informer = new Informer<PodView>(new ResourceReader(_http, "fake", options, time), new PodDecoder(), Feed, time, NullLogger.Instance);
            _running = Informer.RunAsync(_stop.Token);
        }

        public Feed<PodView> Feed { get; }

        public Informer<PodView> Informer { get; }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _running;
            _http.Dispose();
            _stop.Dispose();
        }
    }
}
