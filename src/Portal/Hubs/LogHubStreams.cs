using Microsoft.AspNetCore.SignalR;

namespace Portal.Hubs;

/// <summary>Counts the streams that one connection has open, so that one client cannot hold any number of them.</summary>
public sealed class LogHubStreams : IDisposable
{
    /// <summary>A viewer needs two: the list of logs and the log it follows.</summary>
    public const int Most = 16;

    private readonly Counter _counter;

    private LogHubStreams(Counter counter) => _counter = counter;

    /// <summary>Counts one more; dispose the answer when the stream ends.</summary>
    /// <exception cref="HubException">There are too many.</exception>
    public static LogHubStreams Open(HubCallerContext context)
    {
        Counter counter;
        lock (context.Items)
        {
            counter = (Counter)(context.Items[typeof(LogHubStreams)] ??= new Counter());
        }

        if (Interlocked.Increment(ref counter.Value) > Most)
        {
            Interlocked.Decrement(ref counter.Value);
            throw new HubException(LogHubError.TooManyStreams);
        }

        return new LogHubStreams(counter);
    }

    public void Dispose() => Interlocked.Decrement(ref _counter.Value);

    private sealed class Counter
    {
        public int Value;
    }
}
