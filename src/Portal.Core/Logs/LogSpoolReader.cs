using Microsoft.Win32.SafeHandles;

namespace Portal.Core.Logs;

/// <summary>Reads lines of one log by number, while it is written or long after.</summary>
internal static class LogSpoolReader
{
    /// <summary>Most bytes of one answer; the line that crosses it is still given whole, so that a reader always gets on.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

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
        var given = 0;
        foreach (var line in SpoolLines.Read(data, offset, end))
        {
            if (skip-- > 0)
            {
                continue;
            }

            lines.Add(SpoolFormat.ReadLine(line.Span));
            given += line.Length;
            if (lines.Count == count || given >= MaxBytes)
            {
                break;
            }
        }

        return lines;
    }
}
