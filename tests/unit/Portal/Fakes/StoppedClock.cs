namespace Portal.UnitTests.Fakes;

/// <summary>It is always the same moment; timers go on all the same.</summary>
public sealed class StoppedClock(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
