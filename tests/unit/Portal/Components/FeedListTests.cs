using System.Globalization;
using Portal.Components;
using Portal.Core.Clusters;
using Portal.Features.Runs;
using Portal.UnitTests.Fakes;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Components;

public sealed class FeedListTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeFeed<PodView> _feed = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly FeedList<PodView> _list;

    public FeedListTests() => _list = new FeedList<PodView>(_feed, _ => true, TimeProvider.System, PodOrder.Instance, most: 1_000);

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    [Fact]
    public async Task Items_ComeChangeAndGo_StayInOrder()
    {
        _feed.Put(Pod(1));
        _feed.Put(Pod(2));
        var running = _list.RunAsync(_stop.Token);
        Names().ShouldBe(["exec-2", "exec-1"]);

        _feed.Put(Pod(3));
        _feed.Put(Pod(0, role: "driver"));
        _feed.Put(Pod(1) with { Phase = "Running" });
        _feed.Remove(Pod(2));

        await Eventually.ShouldBe(() => _list.IsGone(Pod(2)), "every change has come");
        Names().ShouldBe(["driver-0", "exec-3", "exec-2", "exec-1"]);
        _list.Items[3].Phase.ShouldBe("Running");
        _list.Holds("uid-2").ShouldBeTrue();
        await _stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task Items_MoreThanItHolds_AreLeftOut()
    {
        for (var i = 0; i < 1_200; i++)
        {
            _feed.Put(Pod(i));
        }

        var running = _list.RunAsync(_stop.Token);

        _list.Items.Count.ShouldBe(1_000);
        await _stop.CancelAsync();
        await running;
    }

    private IEnumerable<string> Names() => _list.Items.Select(p => p.Key.Name);

    private static PodView Pod(int number, string role = "exec") =>
        new(new ResourceKey("test", ResourceKind.Pod, "team-a", string.Create(CultureInfo.InvariantCulture, $"{role}-{number}")), string.Create(CultureInfo.InvariantCulture, $"uid-{number}"), "1")
        {
            Labels = new Dictionary<string, string> { ["spark-role"] = role == "exec" ? "executor" : role },
            CreatedAt = Noon.AddSeconds(number),
        };
}
