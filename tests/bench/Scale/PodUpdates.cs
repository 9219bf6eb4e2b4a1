using System.Collections.Concurrent;
using System.Globalization;

namespace Portal.Bench.Scale;

/// <summary>
/// Writes pod statuses at a steady rate. Some pods, those that pages show, get marked messages (<c>bench-N</c>) now and then: when each was
/// sent and acknowledged is noted.
/// </summary>
internal sealed class PodUpdates(ClusterApi api, string run, int pods, IReadOnlyList<string> shown)
{
    private const int PerSecond = 1_000;

    // The API answers when a write is on the disk, and those that are under way at once can share a flush.
    private const int Writers = 500;
    private const int BetweenMarks = 100;

    /// <summary>Marks by pod, in the order in which they were written, with the moment just before.</summary>
    public ConcurrentDictionary<string, List<(string Mark, double Sent, double Acknowledged)>> Marks { get; } = [];

    public int Written { get; private set; }

    /// <summary>Writes for so long, or until as many were written as there should be by then.</summary>
    public async Task RunAsync(TimeSpan duration)
    {
        var started = TimeProvider.System.GetTimestamp();
        var next = 0;
        var last = (int)(duration.TotalSeconds * PerSecond);
        async Task WriteAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number <= last)
            {
                var due = TimeSpan.FromSeconds((double)number / PerSecond) - TimeProvider.System.GetElapsedTime(started);
                if (due > TimeSpan.Zero)
                {
                    await Task.Delay(due, TimeProvider.System);
                }
                else if (-due > duration)
                {
                    return; // Twice the time is over: the server does not keep up.
                }

                await WriteOneAsync(number);
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(WriteAsync)));
        Elapsed = TimeProvider.System.GetElapsedTime(started);
    }

    public TimeSpan Elapsed { get; private set; }

    private async Task WriteOneAsync(int number)
    {
        var marked = number % BetweenMarks == 0 && shown.Count > 0;
        var pod = marked ? shown[number / BetweenMarks % shown.Count] : ScalePods.Name(run, number % pods);
        if (!marked && shown.Contains(pod))
        {
            pod = ScalePods.Name(run, (number + (pods / 2)) % pods); // The marks of what is shown are not to be overwritten.
        }

        var message = string.Create(CultureInfo.InvariantCulture, $"{(marked ? "bench" : "update")}-{number}");
        var sent = Clock.Now;
        await api.PatchPodStatusAsync("team-a", pod, ScalePods.Status(message));
        if (marked)
        {
            var marks = Marks.GetOrAdd(pod, _ => []);
            lock (marks)
            {
                marks.Add((message, sent, Clock.Now));
            }
        }

        lock (Marks)
        {
            Written++;
        }
    }
}
