using System.Threading.Channels;

namespace Portal.Components;

/// <summary>
/// Keeps something that was read up to date: reads it, reads it again when told, and after a failure tries again with growing pauses.
/// Signals that come while it reads are one signal.
/// </summary>
/// <param name="time">Measures the pauses.</param>
/// <param name="between">Shortest time from one read to the next.</param>
public sealed class LiveQuery(TimeProvider time, TimeSpan between)
{
    // Many changes in a row, such as fifty jobs started at once, are a few reads.
    private static readonly TimeSpan BetweenReads = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Reads about as often as a reader can see.</summary>
    public LiveQuery(TimeProvider time)
        : this(time, BetweenReads)
    {
    }

    /// <summary>Asks for another read, now or when the one under way is done.</summary>
    public void Poke() => _signals.Writer.TryWrite(true);

    /// <summary>Runs until the token is cancelled. Must be started on the circuit's dispatcher, where the callbacks then run.</summary>
    /// <param name="watch">Signals of change; subscribed to before the first read, so that nothing falls between.</param>
    /// <param name="read">Reads what is shown.</param>
    /// <param name="report">Gets the failure of each read, null for one that worked.</param>
    /// <param name="ct">Ends it.</param>
    public async Task RunAsync<T>(Func<CancellationToken, IAsyncEnumerable<T>> watch, Func<CancellationToken, Task> read, Action<LoadFailure?> report, CancellationToken ct)
    {
        var following = FollowAsync(watch, ct);
        var pause = FirstPause;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var failure = await TryReadAsync(read, ct);
                report(failure);
                if (failure is null)
                {
                    pause = FirstPause;
                    await Task.Delay(between, time, ct);
                    await _signals.Reader.ReadAsync(ct);
                }
                else
                {
                    await Task.Delay(pause, time, ct);
                    pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The page was left.
        }

        await following;
    }

    private static async Task<LoadFailure?> TryReadAsync(Func<CancellationToken, Task> read, CancellationToken ct)
    {
        try
        {
            await read(ct);
            return null;
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            return LoadFailure.From(error);
        }
    }

    private async Task FollowAsync<T>(Func<CancellationToken, IAsyncEnumerable<T>> watch, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            await TryFollowAsync(watch, ct);
            try
            {
                await Task.Delay(FirstPause, time, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }

            // A signal may have been missed meanwhile.
            Poke();
        }
    }

    private async Task TryFollowAsync<T>(Func<CancellationToken, IAsyncEnumerable<T>> watch, CancellationToken ct)
    {
        try
        {
            await foreach (var _ in watch(ct))
            {
                Poke();
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || ct.IsCancellationRequested)
        {
            // Left, or broken: what is wrong shows when reading; here it is enough to begin anew.
        }
    }
}
