using Portal.Core.Logs;
using Portal.Hubs;
using Portal.UnitTests.Fakes;

namespace Portal.UnitTests.Hubs;

public sealed class LogFollowerTests
{
    private readonly FakeLogStore _logs = new();
    private readonly LogId _log = FakeLogStore.Id("uid");

    public LogFollowerTests() => _logs.Create(_log);

    [Fact]
    public async Task Follow_EmptyLog_SaysSoAtOnce()
    {
        await using var windows = Follow(0);

        (await windows.MoveNextAsync()).ShouldBeTrue();
        windows.Current.Lines.ShouldBeEmpty();
        windows.Current.State.ShouldBe(LogState.Waiting);
    }

    [Fact]
    public async Task Follow_FromTheEnd_BeginsWithTheNewestLines()
    {
        _logs.Append(_log, Numbers(0, 1200));
        await using var windows = Follow(-1);

        await windows.MoveNextAsync();

        windows.Current.From.ShouldBe(700);
        windows.Current.Lines.Count.ShouldBe(500);
        windows.Current.Total.ShouldBe(1200);
    }

    [Fact]
    public async Task Follow_ReaderLags_GetsTheNewestWindowAndTheTotal()
    {
        await using var windows = Follow(0);
        await windows.MoveNextAsync();
        _logs.Append(_log, Numbers(0, 100_000));
        var before = _logs.Reads;

        await windows.MoveNextAsync();

        windows.Current.From.ShouldBe(99_500);
        windows.Current.Lines[^1].Text.ShouldBe("99999");
        windows.Current.Total.ShouldBe(100_000);
        (_logs.Reads - before).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact]
    public async Task Follow_ReaderKeepsUp_MissesAndRepeatsNothing()
    {
        await using var windows = Follow(0);
        var seen = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            _logs.Append(_log, Numbers(i * 400, 400));
            await windows.MoveNextAsync();
            seen.AddRange(windows.Current.Lines.Select(line => line.Text));
        }

        seen.ShouldBe(Numbers(0, 4000));
    }

    [Fact]
    public async Task Follow_LogOfFewerLinesThanHeld_BeginsAgain()
    {
        _logs.Append(_log, Numbers(0, 3));
        await using var windows = Follow(1000);

        await windows.MoveNextAsync();

        windows.Current.From.ShouldBe(0);
        windows.Current.Lines.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Follow_EndedLog_EndsAfterItsLastLine()
    {
        _logs.Append(_log, Numbers(0, 10));
        _logs.End(_log);
        await using var windows = Follow(0);

        (await windows.MoveNextAsync()).ShouldBeTrue();
        windows.Current.Lines.Count.ShouldBe(10);
        (await windows.MoveNextAsync()).ShouldBeFalse();
    }

    private static IEnumerable<string> Numbers(int from, int count) =>
        Enumerable.Range(from, count).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private IAsyncEnumerator<LogWindow> Follow(long from) =>
        new LogFollower(_logs, TimeProvider.System).FollowAsync(_log, from, TestContext.Current.CancellationToken).GetAsyncEnumerator();
}
