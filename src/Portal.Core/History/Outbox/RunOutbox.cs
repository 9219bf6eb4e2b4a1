using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.Storage;
using Portal.Core.Storage.Rows;

namespace Portal.Core.History.Outbox;

/// <summary>
/// Notes of runs that PostgreSQL could not take: who submitted what, who cancelled, how runs ended whose objects are gone. They are in a
/// file of the portal's own before anybody is told that it is done, and leave it once they are in the database. A note that does not fit
/// any more is refused; those held are never dropped.
/// </summary>
public sealed class RunOutbox : IDisposable
{
    /// <summary>Most bytes held: some ten thousand runs, or seventy with the largest scripts.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly OutboxFile _file;
    private readonly ILogger _log;
    private readonly List<RunNote> _notes = [];
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <param name="path">The file; created when it is missing. One portal at a time has it.</param>
    /// <param name="log">Told of what cannot be read.</param>
    /// <exception cref="IOException">The disk refuses, or another portal has the file.</exception>
    public RunOutbox(string path, ILogger<RunOutbox> log)
    {
        _file = new OutboxFile(path);
        _log = log;
        foreach (var line in _file.Lines)
        {
            try
            {
                _notes.Add(RunMapping.Read<RunNote>(line) ?? throw new JsonException("null"));
            }
            catch (JsonException e)
            {
                log.LogError("A note of a run in {File} cannot be read and is left out: {Error}", path, e.Message);
            }
        }
    }

    /// <summary>Notes held.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _notes.Count;
            }
        }
    }

    /// <summary>Holds a note; it is on the disk when this returns.</summary>
    /// <exception cref="StorageUnavailableException">It cannot be held either: the disk is full, or too much is held already.</exception>
    public void Add(RunNote note)
    {
        var name = note.Facts.App.Key.Name;
        var line = RunMapping.Write(note);
        lock (_lock)
        {
            if (_file.Length + line.Length > MaxBytes)
            {
                throw Refused(name, $"{MaxBytes / 1024 / 1024} MB wait for it", null);
            }

            try
            {
                _file.Add(line);
            }
            catch (IOException e)
            {
                throw Refused(name, e.Message, e);
            }

            _notes.Add(note);
        }

        _signal.Writer.TryWrite(true);
    }

    /// <summary>The note of the submission that made a run; null when none is held.</summary>
    public RunNote? FindSubmission(Func<SparkApplicationView, bool> wanted)
    {
        lock (_lock)
        {
            return _notes.Find(n => n.Definition is not null && wanted(n.Facts.App));
        }
    }

    /// <summary>What is held, oldest first.</summary>
    internal IReadOnlyList<RunNote> Held()
    {
        lock (_lock)
        {
            return [.. _notes];
        }
    }

    /// <summary>The oldest ones are in the database now.</summary>
    internal void Written(int count)
    {
        lock (_lock)
        {
            _notes.RemoveRange(0, count);
            if (_notes.Count > 0)
            {
                return;
            }

            try
            {
                _file.Clear();
            }
            catch (IOException e)
            {
                _log.LogWarning("The notes of runs stay on the disk, and will be written into the database again: {Error}", e.Message);
            }
        }
    }

    /// <summary>Completes when a note has come since the last call.</summary>
    internal async Task WaitForMoreAsync(CancellationToken ct) => await _signal.Reader.ReadAsync(ct);

    public void Dispose() => _file.Dispose();

    private static StorageUnavailableException Refused(string run, string reason, Exception? inner) =>
        new($"What happened to {run} cannot be kept: PostgreSQL does not answer, and the portal cannot hold it until it does ({reason}). Ask for the same again in a moment: nothing is done twice.", inner);
}
