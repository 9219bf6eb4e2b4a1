using Microsoft.Win32.SafeHandles;

namespace Portal.Sandbox.Node.Logs;

/// <summary>Reads a log by position, across its files.</summary>
internal sealed class LogReader(string folder) : IDisposable
{
    private const int BlockSize = 64 * 1024;

    private IReadOnlyList<LogSegment> _segments = LogSegment.List(folder);
    private (LogSegment Segment, SafeFileHandle Handle)? _open;

    /// <summary>Position of the oldest byte that is left.</summary>
    public long Start => _segments is [var first, ..] ? first.Start : 0;

    /// <summary>End of what lies in the files now.</summary>
    public long Length => _segments is [.., var last] ? last.Start + new FileInfo(last.Path).Length : 0;

    /// <summary>Reads what is at a position, within one file.</summary>
    /// <returns>The position read from, later than asked for when that was dropped meanwhile, and how much; nothing at the end.</returns>
    public async ValueTask<(long Position, int Count)> ReadAsync(long position, long end, Memory<byte> buffer, CancellationToken ct)
    {
        const int Looks = 2;
        for (var look = 0; look < Looks && position < end; look++)
        {
            if (Find(position) is var (segment, stop) && TryOpen(segment, out var handle))
            {
                var wanted = (int)Math.Min(buffer.Length, Math.Min(stop, end) - position);
                var count = await RandomAccess.ReadAsync(handle, buffer[..wanted], position - segment.Start, ct);
                if (count > 0)
                {
                    return (position, count);
                }
            }

            // A file was dropped, or begun, since the last look.
            _segments = LogSegment.List(folder);
            position = Math.Max(position, Start);
        }

        return (position, 0);
    }

    /// <summary>Where the last <paramref name="lines"/> lines before <paramref name="end"/> begin.</summary>
    public async Task<long> FindTailAsync(long end, long lines, CancellationToken ct)
    {
        if (lines == 0)
        {
            return end;
        }

        var block = new byte[BlockSize];
        // The end of the last line begins none.
        for (var stop = end - 1; stop > Start;)
        {
            var from = Math.Max(Start, stop - BlockSize);
            var count = await FillAsync(from, block.AsMemory(0, (int)(stop - from)), ct);
            for (var i = count; (i = block.AsSpan(0, i).LastIndexOf((byte)'\n')) >= 0;)
            {
                if (--lines == 0)
                {
                    return from + i + 1;
                }
            }

            stop = from;
        }

        return Start;
    }

    public void Dispose() => _open?.Handle.Dispose();

    /// <summary>Reads until the buffer is full, over the borders of files.</summary>
    private async ValueTask<int> FillAsync(long from, Memory<byte> buffer, CancellationToken ct)
    {
        var filled = 0;
        while (filled < buffer.Length && await ReadAsync(from + filled, from + buffer.Length, buffer[filled..], ct) is (_, > 0 and var count))
        {
            filled += count;
        }

        return filled;
    }

    private (LogSegment Segment, long Stop)? Find(long position)
    {
        for (var i = _segments.Count - 1; i >= 0; i--)
        {
            if (_segments[i].Start <= position)
            {
                var stop = i + 1 < _segments.Count ? _segments[i + 1].Start : long.MaxValue;
                return (_segments[i], stop);
            }
        }

        return null;
    }

    private bool TryOpen(LogSegment segment, out SafeFileHandle handle)
    {
        if (_open is { } open && open.Segment == segment)
        {
            handle = open.Handle;
            return true;
        }

        _open?.Handle.Dispose();
        _open = null;
        try
        {
            handle = File.OpenHandle(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (FileNotFoundException)
        {
            handle = null!;
            return false;
        }

        _open = (segment, handle);
        return true;
    }
}
