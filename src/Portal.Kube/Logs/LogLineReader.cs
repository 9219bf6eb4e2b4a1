using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using Portal.Core.Clusters;
using Portal.Core.Logs;

namespace Portal.Kube.Logs;

/// <summary>Cuts a log answer into lines. Gives what has arrived as soon as it has arrived.</summary>
/// <param name="stream">The answer's body; lines with stamps.</param>
/// <param name="start">Stamp for lines without one (the node's own remarks) before the first line with one.</param>
/// <param name="takeRest">Whether what follows the last line end is a line: only once nothing more will be written.</param>
internal sealed class LogLineReader(Stream stream, long start, bool takeRest) : IDisposable
{
    public const int MaxBatch = 500;

    /// <summary>A longer line is cut, always at the same places, so that a second reading gives the same pieces.</summary>
    public const int MaxLineBytes = 1024 * 1024;

    private readonly PipeReader _pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
    private long _stamp = start;
    private bool _continues;

    /// <summary>The next lines, at most <see cref="MaxBatch"/>; empty at the end.</summary>
    /// <exception cref="IOException">The connection broke; a line that was not complete is not given.</exception>
    public async Task<IReadOnlyList<LogLine>> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            var result = await _pipe.ReadAsync(ct);
            var lines = new List<LogLine>();
            var rest = result.Buffer;
            while (lines.Count < MaxBatch && TryTake(ref rest, result.IsCompleted && takeRest, out var line))
            {
                lines.Add(line);
            }

            // With the batch full there may be more lines in the buffer already: do not wait for more bytes then.
            _pipe.AdvanceTo(rest.Start, lines.Count == MaxBatch ? rest.Start : rest.End);
            if (lines.Count > 0 || result.IsCompleted)
            {
                return lines;
            }
        }
    }

    public void Dispose() => _pipe.Complete();

    private bool TryTake(ref ReadOnlySequence<byte> buffer, bool isLast, out LogLine line)
    {
        line = default;
        if (buffer.IsEmpty)
        {
            return false;
        }

        var end = buffer.PositionOf((byte)'\n');
        var whole = end is { } newline ? buffer.Slice(0, newline) : buffer;

        // Room for the stamp: the limit is on the text.
        if (end is null && !isLast && whole.Length <= MaxLineBytes + 64)
        {
            return false;
        }

        var prefix = 0;
        if (!_continues)
        {
            Span<byte> head = stackalloc byte[40];
            head = head[..(int)Math.Min(whole.Length, head.Length)];
            whole.Slice(0, head.Length).CopyTo(head);
            if (LogStamp.TryRead(head, out var stamp, out prefix))
            {
                _stamp = stamp;
            }
        }

        var text = whole.Slice(prefix);
        var cut = text.Length > MaxLineBytes;
        if (cut)
        {
            text = text.Slice(0, Boundary(text.Slice(0, MaxLineBytes)));
        }

        var value = Encoding.UTF8.GetString(text);
        line = new LogLine(_stamp, _continues ? LogMarkers.Continued + value : value);
        _continues = cut;
        buffer = cut ? buffer.Slice(text.End) : end is { } e ? buffer.Slice(buffer.GetPosition(1, e)) : buffer.Slice(buffer.End);
        return true;
    }

    /// <summary>The length without a character that would be cut in two.</summary>
    private static long Boundary(ReadOnlySequence<byte> text)
    {
        Span<byte> tail = stackalloc byte[4];
        text.Slice(text.Length - 4).CopyTo(tail);
        for (var i = 3; i >= 0; i--)
        {
            if ((tail[i] & 0xC0) != 0x80)
            {
                return tail[i] < 0x80 ? text.Length : text.Length - 4 + i;
            }
        }

        return text.Length;
    }
}
