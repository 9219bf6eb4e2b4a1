using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Portal.Core.Logs;

/// <summary>Reads lines of one log by number, while it is written or long after.</summary>
internal static class LogSpoolReader
{
    /// <summary>Most bytes of one answer; the line that crosses it is still given whole, so that a reader always gets on.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    private const int BlockSize = 64 * 1024;

    /// <summary>The lines [from, from + count) that are there, or the first of them when they are very long.</summary>
    public static IReadOnlyList<LogLine> Read(string folder, LogExtent extent, long from, int count)
    {
        if (from < 0 || from >= extent.Lines || count <= 0)
        {
            return [];
        }

        using var index = File.OpenHandle(Path.Combine(folder, SpoolFormat.IndexFile), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var data = File.OpenHandle(Path.Combine(folder, SpoolFormat.DataFile), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var (line, offset) = Before(index, extent.IndexEntries, from);
        return Read(data, extent.Bytes, offset, from - line, (int)Math.Min(count, extent.Lines - from));
    }

    // The last index entry at or before a line.
    private static (long Line, long Offset) Before(SafeFileHandle index, long entries, long line)
    {
        long low = 0, high = entries - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (SpoolFormat.ReadEntry(index, middle).Line <= line)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return SpoolFormat.ReadEntry(index, low);
    }

    private static List<LogLine> Read(SafeFileHandle data, long end, long offset, long skip, int count)
    {
        var lines = new List<LogLine>(Math.Min(count, 4096));
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        var given = 0;
        try
        {
            for (var held = 0; lines.Count < count && given < MaxBytes;)
            {
                var wanted = (int)Math.Min(buffer.Length - held, end - offset - held);
                var read = RandomAccess.Read(data, buffer.AsSpan(held, wanted), offset + held);
                if (read == 0)
                {
                    break;
                }

                held += read;
                var start = 0;
                for (int size; lines.Count < count && given < MaxBytes && (size = buffer.AsSpan(start, held - start).IndexOf((byte)'\n')) >= 0; start += size + 1)
                {
                    if (skip-- <= 0)
                    {
                        lines.Add(SpoolFormat.ReadLine(buffer.AsSpan(start, size)));
                        given += size;
                    }
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

        return lines;
    }
}
