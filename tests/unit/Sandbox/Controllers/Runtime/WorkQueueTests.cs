using Portal.Sandbox.Controllers.Runtime;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.Runtime;

public sealed class WorkQueueTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public async Task Key_AddedTwice_IsHandedOutOnce()
    {
        using var queue = new WorkQueue<string>(_clock);
        queue.Add("a");
        queue.Add("a");
        queue.Add("b");

        (await queue.TakeAsync(default)).ShouldBe("a");
        (await queue.TakeAsync(default)).ShouldBe("b");
        IsEmpty(queue).ShouldBeTrue();
    }

    [Fact]
    public async Task Key_AddedWhileWorkedOn_ComesAgainAfterwards()
    {
        using var queue = new WorkQueue<string>(_clock);
        queue.Add("a");
        await queue.TakeAsync(default);
        queue.Add("a");
        queue.Add("a");
        IsEmpty(queue).ShouldBeTrue();

        queue.Done("a");

        (await queue.TakeAsync(default)).ShouldBe("a");
        queue.Done("a");
        IsEmpty(queue).ShouldBeTrue();
    }

    [Fact]
    public async Task Key_AddedForLater_ComesAtTheEarliestOfItsTimes()
    {
        using var queue = new WorkQueue<string>(_clock);
        queue.AddAfter("a", TimeSpan.FromSeconds(10));
        queue.AddAfter("a", TimeSpan.FromSeconds(3));
        queue.AddAfter("a", TimeSpan.FromSeconds(5));

        _clock.Advance(TimeSpan.FromSeconds(2));
        IsEmpty(queue).ShouldBeTrue();
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await queue.TakeAsync(default)).ShouldBe("a");
        queue.Done("a");
        _clock.Advance(TimeSpan.FromMinutes(1));
        IsEmpty(queue).ShouldBeTrue();
    }

    [Fact]
    public async Task Retry_OfAKeyThatKeepsFailing_WaitsLongerEachTimeUpToABound()
    {
        using var queue = new WorkQueue<string>(_clock);
        var pauses = new List<double>();
        for (var i = 0; i < 20; i++)
        {
            var start = _clock.GetUtcNow();
            queue.Retry("a");
            while (IsEmpty(queue))
            {
                _clock.Advance(TimeSpan.FromMilliseconds(5));
            }

            await queue.TakeAsync(default);
            queue.Done("a");
            pauses.Add((_clock.GetUtcNow() - start).TotalMilliseconds);
        }

        pauses[..5].ShouldBe([5, 10, 20, 40, 80]);
        pauses[^1].ShouldBe(30_000);
        queue.Forget("a");
        queue.Retry("a");
        _clock.Advance(TimeSpan.FromMilliseconds(5));
        IsEmpty(queue).ShouldBeFalse();
    }

    private static bool IsEmpty(WorkQueue<string> queue) => queue.IsIdle;
}
