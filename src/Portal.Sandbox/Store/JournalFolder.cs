using System.Globalization;

namespace Portal.Sandbox.Store;

/// <summary>
/// The store's files: <c>snapshot-V</c> holds everything up to version V, <c>journal-V</c> the changes after it. What is needed to come back
/// is the newest snapshot and the journals from it on; older files go once a newer snapshot is whole.
/// </summary>
internal sealed class JournalFolder(string folder) : IDisposable
{
    private const string SnapshotPrefix = "snapshot-";
    private const string JournalPrefix = "journal-";
    private readonly MemoryStream _buffer = new();
    private Journal? _journal;

    /// <summary>Bytes of the journal being written.</summary>
    public long JournalLength => _journal?.Length ?? 0;

    /// <summary>Bytes of the newest snapshot.</summary>
    public long SnapshotLength { get; private set; }

    /// <summary>Reads everything back: the objects of the snapshot in any order, its version, then the changes after it in order.</summary>
    /// <returns>Where the end that a crash tore was set aside, or null.</returns>
    public string? Load(
        Action<string, StoreEventKind, StoredObject> fromSnapshot, Action<long> endOfSnapshot, Action<string, StoreEventKind, StoredObject> fromJournal)
    {
        Directory.CreateDirectory(folder);
        var snapshot = Files(SnapshotPrefix).LastOrDefault();
        if (snapshot is not null)
        {
            SnapshotLength = new FileInfo(snapshot).Length;
            if (Replay(snapshot, fromSnapshot) < SnapshotLength)
            {
                throw new InvalidDataException($"{snapshot} is damaged. Restore it from a backup, or start with another data folder.");
            }
        }
        var from = snapshot is null ? 1 : VersionOf(snapshot);
        endOfSnapshot(from);
        string? torn = null;
        var journals = Files(JournalPrefix).Where(j => VersionOf(j) >= from).ToList();
        for (var i = 0; i < journals.Count; i++)
        {
            var whole = Replay(journals[i], fromJournal);
            if (whole < new FileInfo(journals[i]).Length)
            {
                torn = SetAside(journals[i], whole);
                if (i < journals.Count - 1)
                {
                    throw new InvalidDataException($"{journals[i]} is damaged at byte {whole} and newer changes follow. Restore it from a backup, or start with another data folder.");
                }
            }
        }
        var last = journals.LastOrDefault() ?? PathOf(JournalPrefix, from);
        _journal = Journal.Open(last, File.Exists(last) ? new FileInfo(last).Length : 0);
        return torn;
    }

    /// <summary>Appends transactions, one frame each; returns when they are on the disk.</summary>
    /// <exception cref="IOException">Nothing was written.</exception>
    public void Append(IEnumerable<IReadOnlyList<StoreEvent>> transactions)
    {
        _buffer.SetLength(0);
        foreach (var changes in transactions)
        {
            JournalFrame.Write(_buffer, changes);
        }
        _journal!.Append(_buffer.GetBuffer().AsMemory(0, (int)_buffer.Length));
    }

    /// <summary>Starts a new journal for changes after a version.</summary>
    public void Roll(long version)
    {
        var next = Journal.Open(PathOf(JournalPrefix, version), 0);
        _journal!.Dispose();
        _journal = next;
    }

    /// <summary>Writes a snapshot and removes what it replaces. Safe to run beside <see cref="Append"/>.</summary>
    public void WriteSnapshot(StoreRoot root)
    {
        var path = PathOf(SnapshotPrefix, root.Version);
        var unfinished = path + ".tmp";
        using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
        {
            using var frame = new MemoryStream();
            foreach (var (kind, objects) in root.Kinds)
            {
                foreach (var obj in objects)
                {
                    frame.SetLength(0);
                    JournalFrame.Write(frame, [new StoreEvent(kind, StoreEventKind.Added, obj, null)]);
                    file.Write(frame.GetBuffer(), 0, (int)frame.Length);
                }
            }
            file.Flush(flushToDisk: true);
            SnapshotLength = file.Length;
        }
        File.Move(unfinished, path, overwrite: true);
        foreach (var old in Files(SnapshotPrefix).Concat(Files(JournalPrefix)).Where(f => VersionOf(f) < root.Version))
        {
            File.Delete(old);
        }
    }

    public void Dispose()
    {
        _journal?.Dispose();
        _buffer.Dispose();
    }

    private static long Replay(string path, Action<string, StoreEventKind, StoredObject> apply)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 1 << 16);
        while (true)
        {
            var whole = file.Position;
            if (JournalFrame.Read(file) is not { } payload)
            {
                return whole;
            }
            foreach (var (type, kind, obj) in JournalFrame.Changes(payload))
            {
                apply(type, kind, obj);
            }
        }
    }

    private static string SetAside(string journal, long whole)
    {
        var torn = journal + ".torn";
        using var file = new FileStream(journal, FileMode.Open, FileAccess.ReadWrite);
        file.Position = whole;
        using (var copy = File.Create(torn))
        {
            file.CopyTo(copy);
        }
        file.SetLength(whole);
        return torn;
    }

    private List<string> Files(string prefix) =>
        Directory.EnumerateFiles(folder, prefix + "*").Where(f => !Path.HasExtension(f)).OrderBy(VersionOf).ToList();

    private string PathOf(string prefix, long version) => Path.Combine(folder, prefix + version.ToString("D19", CultureInfo.InvariantCulture));

    private static long VersionOf(string file) => long.Parse(file.AsSpan(file.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);
}
