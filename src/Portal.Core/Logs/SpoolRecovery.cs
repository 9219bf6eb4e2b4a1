using Microsoft.Win32.SafeHandles;

namespace Portal.Core.Logs;

/// <summary>Finds the end of what was written completely, cuts the rest and completes the index.</summary>
internal static class SpoolRecovery
{
    public readonly record struct Result(LogExtent Extent, long LastEntryOffset, LogLine? Last);

    public static Result Run(SafeFileHandle data, SafeFileHandle index)
    {
        var entries = LastGoodEntry(data, index);
        var (lines, end) = entries == 0 ? (0, 0) : SpoolFormat.ReadEntry(index, entries - 1);
        var lastEntryOffset = end;
        LogLine? last = null;
        foreach (var line in Lines(data, end))
        {
            if (entries == 0 || end - lastEntryOffset >= SpoolFormat.IndexStep)
            {
                SpoolFormat.WriteEntry(index, entries++, (lines, end, SpoolFormat.Stamp(line.Span)));
                lastEntryOffset = end;
            }

            last = SpoolFormat.ReadLine(line.Span);
            lines++;
            end += line.Length + 1;
        }

        RandomAccess.SetLength(data, end);
        RandomAccess.SetLength(index, entries * SpoolFormat.EntrySize);
        return new(new LogExtent(lines, end, entries), lastEntryOffset, last);
    }

    // Entries that point at the start of a complete line; the index may have reached the disk before the data did.
    private static long LastGoodEntry(SafeFileHandle data, SafeFileHandle index)
    {
        var entries = RandomAccess.GetLength(index) / SpoolFormat.EntrySize;
        while (entries > 0)
        {
            var offset = SpoolFormat.ReadEntry(index, entries - 1).Offset;
            if (IsLineStart(data, offset) && Lines(data, offset).Any())
            {
                break;
            }

            entries--;
        }

        return entries;
    }

    private static bool IsLineStart(SafeFileHandle data, long offset)
    {
        Span<byte> before = stackalloc byte[1];
        return offset == 0 || (offset > 0 && RandomAccess.Read(data, before, offset - 1) == 1 && before[0] == (byte)'\n');
    }

    // Up to the first that is torn.
    private static IEnumerable<ReadOnlyMemory<byte>> Lines(SafeFileHandle data, long offset) =>
        SpoolLines.Read(data, offset, long.MaxValue).TakeWhile(line => SpoolFormat.IsLine(line.Span));
}
