using System.Diagnostics;

namespace Portal.UnitTests.Kube.Support;

/// <summary>Waits for a thing to become true, with a deadline.</summary>
internal static class Eventually
{
    public static async Task ShouldBe(Func<bool> condition, string what, int seconds = 20)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started).TotalSeconds > seconds)
            {
                throw new TimeoutException($"Within {seconds} s this did not become true: {what}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
