namespace Portal.Kube.Api;

/// <summary>Signs of life of an API server: when it was last heard, and a token for everybody who waits for it.</summary>
internal sealed class ServerSigns(TimeProvider time) : IDisposable
{
    private CancellationTokenSource _lost = new();
    private long _heardAt = time.GetTimestamp();

    /// <summary>How long nothing has come from it.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _heardAt));

    /// <summary>Cancelled when the server is found to hang; from then on there is a new one.</summary>
    public CancellationToken Lost => Volatile.Read(ref _lost).Token;

    public void Heard() => Volatile.Write(ref _heardAt, time.GetTimestamp());

    /// <summary>Ends the waiting of all who wait.</summary>
    // The old source is left to the collector: whoever has just read it may still ask it for its token.
    public void Lose() => Interlocked.Exchange(ref _lost, new CancellationTokenSource()).Cancel();

    public void Dispose() => _lost.Dispose();
}
