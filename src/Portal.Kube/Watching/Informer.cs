using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Kube.Api;
using Portal.Kube.Resources;

namespace Portal.Kube.Watching;

/// <summary>
/// Keeps a feed equal to what one API server holds of one kind: lists, watches from there, goes on from the last version after any
/// interruption, and lists again when the version is no longer kept or something came that cannot be read.
/// </summary>
internal sealed class Informer<T> : IInformer
    where T : class, IClusterObject
{
    /// <summary>Waiting for an operator to be installed, or for a role to be granted, is done slowly.</summary>
    private static readonly TimeSpan SlowPause = TimeSpan.FromSeconds(30);

    /// <summary>A watch that was ended sooner than this, and brought nothing, is not followed by another at once.</summary>
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(5);

    private readonly ResourceReader _reader;
    private readonly IViewDecoder<T> _decoder;
    private readonly InformerCache<T> _cache;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Backoff _backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10));
    private volatile InformerState _state;

    public Informer(ResourceReader reader, IViewDecoder<T> decoder, Feed<T> feed, TimeProvider time, ILogger logger)
    {
        (_reader, _decoder, _cache, _time, _logger) = (reader, decoder, new InformerCache<T>(feed), time, logger);
        _state = new InformerState(Synced: false, Absent: false, time.GetUtcNow(), Error: null);
    }

    public InformerState State => _state;

    public async Task RunAsync(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await FollowAsync(ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (ClusterException e) when (e.Kind == ClusterErrorKind.Expired)
            {
                _logger.LogInformation("{Kind}: version {Version} is no longer kept, listing again", _decoder.Kind, _cache.Version);
                _cache.Forget();
                pause = _backoff.Next();
            }
            catch (ClusterException e)
            {
                pause = Failed(e);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // An answer that cannot be read, or a mistake of ours: what is held may be wrong, so ask for everything again.
                _cache.Forget();
                pause = Failed(e);
            }

            try
            {
                await Task.Delay(pause, _time, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Lists if need be and watches until the server ends the watch.</summary>
    /// <returns>How long to wait before the next watch.</returns>
    private async Task<TimeSpan> FollowAsync(CancellationToken ct)
    {
        if (_cache.Version is null)
        {
            var list = await _reader.ListAsync(Caller.Portal, _decoder, ct);
            _cache.Replace(list.Items, list.ResourceVersion);
            _state = _state with { Synced = true, Absent = false };
        }

        // Spread, so that the watches of many portals are not renewed at one moment.
        var timeout = TimeSpan.FromSeconds(Random.Shared.Next(300, 600));
        var started = _time.GetTimestamp();
        var news = false;
        await foreach (var change in _reader.WatchAsync(Caller.Portal, _decoder, _cache.Version!, timeout, Opened, ct))
        {
            _cache.Apply(change);
            _backoff.Reset();
            news = true;
        }

        if (news || _time.GetElapsedTime(started) > ShortLife)
        {
            _backoff.Reset();
            return TimeSpan.Zero;
        }

        return _backoff.Next();
    }

    private void Opened() => _state = new InformerState(Synced: true, Absent: false, StaleSince: null, Error: null);

    private TimeSpan Failed(Exception e)
    {
        var refusal = e as ClusterException;
        var absent = refusal?.Kind == ClusterErrorKind.NotFound;
        var error = absent ? $"The cluster does not serve {_decoder.Kind}: its operator may not be installed." : e.Message;
        if (_state.Error != error)
        {
            // Once per cause: an outage would otherwise fill the log.
            _logger.LogWarning(refusal is null ? e : null, "{Kind}: {Error}", _decoder.Kind, error);
        }

        // A server that hangs is found out only after a while: what is shown has been stale since it was last heard.
        var age = refusal?.Kind == ClusterErrorKind.Unreachable ? _reader.Silence : TimeSpan.Zero;
        _state = _state with { Absent = absent, StaleSince = _state.StaleSince ?? (_time.GetUtcNow() - age), Error = error };
        var pause = _backoff.Next();
        var slow = absent || refusal?.Kind is ClusterErrorKind.Forbidden ? SlowPause * (0.75 + (Random.Shared.NextDouble() / 2)) : TimeSpan.Zero;
        var asked = refusal?.RetryAfter ?? TimeSpan.Zero;
        return new[] { pause, slow, asked < SlowPause ? asked : SlowPause }.Max();
    }
}
