namespace Portal.UnitTests.Kube.Faults;

/// <summary>Another clock, whose timers are counted until they are disposed of.</summary>
internal sealed class CountedTime(TimeProvider inner) : TimeProvider
{
    private int _timers;

    /// <summary>Timers made and not disposed of.</summary>
    public int Timers => Volatile.Read(ref _timers);

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override long GetTimestamp() => inner.GetTimestamp();

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Interlocked.Increment(ref _timers);
        return new Timer(inner.CreateTimer(callback, state, dueTime, period), this);
    }

    private sealed class Timer(ITimer inner, CountedTime time) : ITimer
    {
        private int _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(dueTime, period);

        public void Dispose()
        {
            Forget();
            inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Forget();
            return inner.DisposeAsync();
        }

        private void Forget()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                Interlocked.Decrement(ref time._timers);
            }
        }
    }
}
