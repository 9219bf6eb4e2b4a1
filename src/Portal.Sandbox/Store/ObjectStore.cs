using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;

namespace Portal.Sandbox.Store;

/// <summary>
/// All objects, versioned. One writer runs transactions in batches: a batch is on the disk before anybody sees it, so what was acknowledged
/// survives a crash and what the disk refused never happened. Readers take <see cref="Current"/> and are never in the way.
/// </summary>
public sealed class ObjectStore : IAsyncDisposable
{
    private const int BatchSize = 256;
    private readonly StoreOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly JournalFolder? _journal;
    private readonly Channel<WriteRequest> _queue;
    private readonly Task _writer;
    private readonly Lock _publishing = new();
    private readonly Dictionary<string, WatchLog> _history = new(StringComparer.Ordinal);
    private StoreRoot _current = StoreRoot.Empty;
    private long _since = 1;
    private Task _snapshot = Task.CompletedTask;

    private ObjectStore(JournalFolder? journal, StoreOptions options, TimeProvider clock, ILogger log)
    {
        (_journal, _options, _clock, _log) = (journal, options, clock, log);
        _queue = Channel.CreateBounded<WriteRequest>(options.QueuedWrites);
        if (journal?.Load(Restore, EndOfSnapshot, Replay) is { } torn)
        {
            log.LogWarning("The last write before the sandbox ended was never finished and not acknowledged; it is set aside in {File}", torn);
        }
        _writer = Task.Factory.StartNew(Write, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Everything as it is now.</summary>
    public StoreRoot Current => Volatile.Read(ref _current);

    /// <summary>A store that forgets everything with the process.</summary>
    public static ObjectStore InMemory(TimeProvider? clock = null, StoreOptions? options = null) =>
        new(null, options ?? new StoreOptions(), clock ?? TimeProvider.System, NullLogger.Instance);

    /// <summary>The store kept in a folder, as it was when the last process ended.</summary>
    /// <exception cref="InvalidDataException">A file is damaged in a way that a crash does not explain.</exception>
    public static ObjectStore Open(string folder, StoreOptions? options = null, TimeProvider? clock = null, ILogger? log = null) =>
        new(new JournalFolder(folder), options ?? new StoreOptions(), clock ?? TimeProvider.System, log ?? NullLogger.Instance);

    /// <summary>
    /// Runs a transaction after those before it; completes when it is durable. Waits when too many are waiting already. Once it waits for the
    /// writer it can no longer be cancelled.
    /// </summary>
    /// <exception cref="StoreWriteException">The disk refused; nothing was changed.</exception>
    public async Task<T> WriteAsync<T>(Func<StoreTransaction, T> change, CancellationToken ct)
    {
        var request = new WriteRequest<T>(change);
        await _queue.Writer.WriteAsync(request, ct);
        return await request.Done;
    }

    /// <summary>Changes of a kind after a version, in order.</summary>
    /// <exception cref="HistoryGoneException">That version is no longer remembered.</exception>
    public WatchBatch Changes(ResourceType type, long after, int max)
    {
        lock (_publishing)
        {
            var history = History(type.ToString());
            var events = history.After(after, max);
            var upTo = events.Count == max ? events[^1].Version : Math.Max(after, _current.Version);
            return new WatchBatch(events, upTo, events.Count == max ? Task.CompletedTask : history.More);
        }
    }

    /// <summary>Objects of a kind as they were at a version.</summary>
    /// <exception cref="HistoryGoneException">That version is no longer remembered.</exception>
    public ImmutableSortedSet<StoredObject> At(ResourceType type, long version)
    {
        lock (_publishing)
        {
            return History(type.ToString()).At(version);
        }
    }

    /// <summary>Forgets all history up to now, as a compaction would.</summary>
    public void Compact()
    {
        lock (_publishing)
        {
            _since = _current.Version;
            foreach (var history in _history.Values)
            {
                history.Forget(_since);
            }
        }
    }

    /// <summary>Ends after the writes that wait already.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer;
        await _snapshot;
        _journal?.Dispose();
    }

    private void Write()
    {
        var batch = new List<WriteRequest>(BatchSize);
        while (_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (batch.Count < BatchSize && _queue.Reader.TryRead(out var request))
            {
                batch.Add(request);
            }
            try
            {
                Commit(batch);
            }
            catch (Exception e)
            {
                // Not a refusal but a defect: better no writes at all than writes from an unknown state.
                _queue.Writer.TryComplete(e);
                batch.ForEach(r => r.Fail(e));
                throw;
            }
            batch.Clear();
        }
    }

    private void Commit(List<WriteRequest> batch)
    {
        var root = _current;
        foreach (var request in batch)
        {
            root = request.Run(root);
        }
        var changed = batch.Where(r => r.Events.Count > 0).Select(r => r.Events).ToList();
        try
        {
            if (changed.Count > 0)
            {
                _journal?.Append(changed);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Callers that changed nothing may have seen what now never happened, so they fail as well.
            _log.LogError(e, "The store cannot write to its disk");
            var failure = new StoreWriteException($"the sandbox cannot write to its data folder: {e.Message}. Free space there and try again", e);
            batch.ForEach(r => r.Fail(failure));
            return;
        }
        Publish(changed);
        batch.ForEach(r => r.Complete());
        SnapshotIfLong();
    }

    private void Publish(List<IReadOnlyList<StoreEvent>> transactions)
    {
        lock (_publishing)
        {
            var touched = new HashSet<WatchLog>();
            var root = _current;
            foreach (var change in transactions.SelectMany(t => t))
            {
                root = Apply(root, change);
                touched.Add(History(change.Type));
                History(change.Type).Append(change, root.All(change.Type));
            }
            Volatile.Write(ref _current, root);
            foreach (var history in touched)
            {
                history.Wake();
            }
        }
    }

    private static StoreRoot Apply(StoreRoot root, StoreEvent change) =>
        change.Kind == StoreEventKind.Deleted ? root.Without(change.Type, change.Object) : root.With(change.Type, change.Object);

    private WatchLog History(string type)
    {
        if (!_history.TryGetValue(type, out var history))
        {
            _history.Add(type, history = new WatchLog(_options, _clock, _since, _current.All(type)));
        }
        return history;
    }

    private void Restore(string type, StoreEventKind kind, StoredObject obj) => _current = _current.With(type, obj);

    private void Replay(string type, StoreEventKind kind, StoredObject obj)
    {
        if (obj.Version > _current.Version)
        {
            Publish([[new StoreEvent(type, kind, obj, _current.Find(type, obj.Namespace, obj.Name))]]);
        }
    }

    private void EndOfSnapshot(long version)
    {
        _current = _current.AtVersion(version);
        _since = version;
    }

    private void SnapshotIfLong()
    {
        if (_journal is null || !_snapshot.IsCompleted || _journal.JournalLength < Math.Max(_options.JournalBytes, 2 * _journal.SnapshotLength))
        {
            return;
        }
        var root = _current;
        try
        {
            _journal.Roll(root.Version);
        }
        catch (IOException e)
        {
            _log.LogWarning(e, "The journal cannot be renewed now; it grows on and this is tried again");
            return;
        }
        _snapshot = Task.Run(() => WriteSnapshot(root));
    }

    private void WriteSnapshot(StoreRoot root)
    {
        try
        {
            _journal!.WriteSnapshot(root);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The journals that it would have replaced are still there.
            _log.LogWarning(e, "A snapshot of the store could not be written; this is tried again");
        }
    }
}
