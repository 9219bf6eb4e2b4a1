using System.Globalization;
using Portal.Core.Clusters;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Core.Clusters;

public sealed class FeedTests
{
    private readonly ManualTime _time = new();
    private readonly Feed<NamespaceView> _feed;

    public FeedTests() => _feed = new Feed<NamespaceView>(_time);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Subscribe_ObjectsAreHeld_SnapshotHoldsThoseThatMatch()
    {
        Set("a", 1);
        Set("b", 2);

        using var subscription = _feed.Subscribe(n => n.Key.Name == "b");

        subscription.Snapshot.Select(n => n.Key.Name).ShouldBe(["b"]);
        _feed.Find("", "a")!.ResourceVersion.ShouldBe("1");
        _feed.Current.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Read_FirstChangeAfterQuiet_ComesAtOnce()
    {
        using var subscription = _feed.Subscribe();
        await using var batches = subscription.ReadAsync(Ct).GetAsyncEnumerator(Ct);

        Set("a", 1);

        // The clock stands still: nothing here can have waited.
        Describe(await NextAsync(batches)).ShouldBe(["Added a@1"]);
    }

    [Fact]
    public async Task Read_ChangesFollowClosely_ComeAsOneBatchAfter50Milliseconds()
    {
        using var subscription = _feed.Subscribe();
        await using var batches = subscription.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        Set("a", 1);
        await NextAsync(batches);

        Set("a", 2);
        var next = NextAsync(batches);
        await Eventually.ShouldBe(() => _time.Waiting > 0, "the subscription paces itself");
        Set("a", 3);
        Set("b", 4);
        _time.Advance(TimeSpan.FromMilliseconds(49));
        next.IsCompleted.ShouldBeFalse();
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Describe(await next).ShouldBe(["Modified a@3", "Added b@4"]);
    }

    [Fact]
    public async Task Read_AddedAndDeletedInBetween_SaysNothingOfIt()
    {
        using var subscription = _feed.Subscribe();
        await using var batches = subscription.ReadAsync(Ct).GetAsyncEnumerator(Ct);

        Set("gone", 1);
        Remove("gone", 2);
        Set("stays", 3);

        Describe(await NextAsync(batches)).ShouldBe(["Added stays@3"]);
    }

    [Fact]
    public async Task Read_DeletedAndMadeAgain_SaysBoth()
    {
        Set("a", 1, uid: "first");
        using var subscription = _feed.Subscribe();
        await using var batches = subscription.ReadAsync(Ct).GetAsyncEnumerator(Ct);

        Set("a", 2, uid: "first");
        Remove("a", 3, uid: "first");
        Set("a", 4, uid: "second");
        Set("a", 5, uid: "second");

        Describe(await NextAsync(batches)).ShouldBe(["Deleted a@3", "Added a@5"]);
    }

    [Fact]
    public async Task Read_MadeAgainWithoutADeletion_SaysBoth()
    {
        Set("a", 1, uid: "first");
        using var subscription = _feed.Subscribe();
        await using var batches = subscription.ReadAsync(Ct).GetAsyncEnumerator(Ct);

        Set("a", 4, uid: "second");

        Describe(await NextAsync(batches)).ShouldBe(["Deleted a@1", "Added a@4"]);
    }

    [Fact]
    public async Task Read_ObjectStopsMatching_IsReportedAsDeletedWithItsNewState()
    {
        Set("a", 1, workspace: true);
        using var subscription = _feed.Subscribe(n => n.Labels.ContainsKey("ws"));
        await using var batches = subscription.ReadAsync(Ct).GetAsyncEnumerator(Ct);

        Set("a", 2, workspace: false);
        Describe(await NextAsync(batches)).ShouldBe(["Deleted a@2"]);

        var next = NextAsync(batches);
        Set("a", 3, workspace: true);
        await Eventually.ShouldBe(() => _time.Waiting > 0, "the subscription paces itself");
        _time.Advance(TimeSpan.FromMilliseconds(50));
        Describe(await next).ShouldBe(["Added a@3"]);
    }

    [Fact]
    public async Task Read_SubscriberLags_GetsAFreshSnapshot()
    {
        var feed = new Feed<NamespaceView>(_time, pendingLimit: 3);
        feed.Publish([Change("old", 1)]);
        using var subscription = feed.Subscribe();
        await using var batches = subscription.ReadAsync(Ct).GetAsyncEnumerator(Ct);

        feed.Publish([.. Enumerable.Range(2, 10).Select(i => Change($"n{i}", i)), new Change<NamespaceView>(ChangeType.Deleted, View("old", 20))]);
        var batch = await NextAsync(batches);

        batch.Reset.ShouldBeTrue();
        Describe(batch).ShouldBe([.. Enumerable.Range(2, 10).Select(i => $"Added n{i}@{i}")], ignoreOrder: true);
    }

    [Fact]
    public async Task Read_SubscriptionIsDisposed_Ends()
    {
        var subscription = _feed.Subscribe();
        var reading = subscription.ReadAsync(Ct).ToListAsync(Ct).AsTask();

        subscription.Dispose();

        (await reading).ShouldBeEmpty();
    }

    [Fact]
    public async Task Read_FilterThrows_OnlyItsOwnerHearsOfIt()
    {
        using var bad = _feed.Subscribe(_ => throw new InvalidOperationException("bad filter"));
        using var good = _feed.Subscribe();

        Set("a", 1);

        await Should.ThrowAsync<InvalidOperationException>(async () => await bad.ReadAsync(Ct).ToListAsync(Ct));
        await using var batches = good.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        Describe(await NextAsync(batches)).ShouldBe(["Added a@1"]);
    }

    [Fact]
    public async Task WaitForSync_FirstListIsPublished_Completes()
    {
        var waiting = _feed.WaitForSyncAsync(Ct);
        waiting.IsCompleted.ShouldBeFalse();

        _feed.MarkSynced();

        await waiting;
        _feed.IsSynced.ShouldBeTrue();
    }

    /// <summary>Whatever happens between two readings, replaying the batches gives what the feed holds.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Read_RandomChanges_ReplayGivesWhatIsHeld(int seed)
    {
        var random = new Random(seed);
        var feed = new Feed<NamespaceView>(_time, pendingLimit: 8);
        using var subscription = feed.Subscribe(n => n.Labels.ContainsKey("ws"));
        await using var batches = subscription.ReadAsync(Ct).GetAsyncEnumerator(Ct);
        var replay = new Dictionary<string, NamespaceView>();
        var version = 0;
        for (var round = 0; round < 300; round++)
        {
            for (var i = random.Next(1, 12); i > 0; i--)
            {
                var type = random.Next(3) == 0 ? ChangeType.Deleted : ChangeType.Modified;
                var name = $"n{random.Next(12)}";
                feed.Publish([new Change<NamespaceView>(type, View(name, ++version, feed.Find("", name)?.Uid ?? $"uid{version}", random.Next(2) == 0))]);
            }

            // One that is sure to be told, so that reading does not wait for nothing.
            feed.Publish([new Change<NamespaceView>(ChangeType.Modified, View("always", ++version, "always", workspace: true))]);
            var next = NextAsync(batches);
            _time.Advance(TimeSpan.FromMilliseconds(50));
            while (!next.IsCompleted)
            {
                _time.Advance(TimeSpan.FromMilliseconds(50));
                await Task.Yield();
            }

            Replay(await next, replay);
            var expected = feed.Current.Where(n => n.Labels.ContainsKey("ws")).Select(Describe);
            replay.Values.Select(Describe).ShouldBe(expected, ignoreOrder: true, $"seed {seed}, round {round}");
        }
    }

    private static void Replay(FeedBatch<NamespaceView> batch, Dictionary<string, NamespaceView> held)
    {
        if (batch.Reset)
        {
            held.Clear();
        }

        foreach (var (type, value) in batch.Changes)
        {
            switch (type)
            {
                case ChangeType.Added:
                    held.TryAdd(value.Key.Name, value).ShouldBeTrue("added twice");
                    break;
                case ChangeType.Modified:
                    Version(held[value.Key.Name]).ShouldBeLessThan(Version(value));
                    held[value.Key.Name].Uid.ShouldBe(value.Uid);
                    held[value.Key.Name] = value;
                    break;
                default:
                    held.Remove(value.Key.Name, out var gone).ShouldBeTrue("deleted without having been added");
                    gone!.Uid.ShouldBe(value.Uid);
                    break;
            }
        }
    }

    private static async Task<FeedBatch<NamespaceView>> NextAsync(IAsyncEnumerator<FeedBatch<NamespaceView>> batches)
    {
        (await batches.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TimeProvider.System, Ct)).ShouldBeTrue();
        return batches.Current;
    }

    private static string[] Describe(FeedBatch<NamespaceView> batch) => [.. batch.Changes.Select(c => $"{c.Type} {Describe(c.Object)}")];

    private static string Describe(NamespaceView view) => $"{view.Key.Name}@{view.ResourceVersion}";

    private static int Version(NamespaceView view) => int.Parse(view.ResourceVersion, CultureInfo.InvariantCulture);

    private static Change<NamespaceView> Change(string name, int version) => new(ChangeType.Modified, View(name, version));

    private static NamespaceView View(string name, int version, string uid = "uid", bool workspace = false) =>
        new(new ResourceKey("c", ResourceKind.Namespace, "", name), uid, $"{version}") { Labels = workspace ? new Dictionary<string, string> { ["ws"] = "true" } : [] };

    private void Set(string name, int version, string uid = "uid", bool workspace = false) =>
        _feed.Publish([new Change<NamespaceView>(ChangeType.Modified, View(name, version, uid, workspace))]);

    private void Remove(string name, int version, string uid = "uid") => _feed.Publish([new Change<NamespaceView>(ChangeType.Deleted, View(name, version, uid))]);
}
