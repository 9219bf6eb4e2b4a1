using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Portal.Core.Logs;

/// <summary>Finds the end of what was written completely, cuts the rest and completes the index.</summary>
internal static class SpoolRecovery
{
    private const int BlockSize = 64 * 1024;

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

    // Complete lines from an offset on, up to the first that is torn; each is valid until the next is asked for.
    private static IEnumerable<ReadOnlyMemory<byte>> Lines(SafeFileHandle data, long offset)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            var held = 0;
            while (true)
            {
                var read = RandomAccess.Read(data, buffer.AsSpan(held), offset + held);
                if (read == 0)
                {
                    yield break;
                }

                held += read;
                var start = 0;
                for (int size; (size = buffer.AsSpan(start, held - start).IndexOf((byte)'\n')) >= 0; start += size + 1)
                {
                    if (!SpoolFormat.IsLine(buffer.AsSpan(start, size)))
                    {
                        yield break;
                    }

                    yield return buffer.AsMemory(start, size);
                }

                buffer.AsSpan(start, held - start).CopyTo(buffer);
                held -= start;
                offset += start;
                if (held == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    buffer.AsSpan().CopyTo(larger);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
