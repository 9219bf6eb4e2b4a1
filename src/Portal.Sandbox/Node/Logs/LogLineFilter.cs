using System.Buffers;

namespace Portal.Sandbox.Node.Logs;

/// <summary>Turns lines of a log file into what the API answers: from a moment on, stamped or not, up to so many bytes.</summary>
internal sealed class LogLineFilter(LogRequest request)
{
    private readonly byte[]? _since = request.Since is { } since ? LogFormat.Stamp(since) : null;
    private long _left = request.LimitBytes ?? long.MaxValue;
    private bool _insideLine;

    /// <summary>Whether the limit was reached: nothing more is wanted.</summary>
    public bool IsFull => _left == 0;

    /// <summary>Takes the whole lines at the front of <paramref name="block"/>.</summary>
    /// <returns>How many bytes were taken.</returns>
    public int Read(ReadOnlySpan<byte> block, IBufferWriter<byte> output)
    {
        var taken = 0;
        while (!IsFull && block[taken..].IndexOf((byte)'\n') is >= 0 and var length)
        {
            Line(block.Slice(taken, length), output);
            taken += length + 1;
        }

        return taken;
    }

    private void Line(ReadOnlySpan<byte> line, IBufferWriter<byte> output)
    {
        if (!LogFormat.TryRead(line, out var stamp, out var text, out var partial) || (_since is not null && stamp.SequenceCompareTo(_since) < 0))
        {
            return;
        }

        if (request.Timestamps && !_insideLine)
        {
            Put(stamp, output);
            Put(" "u8, output);
        }

        Put(text, output);
        if (!partial)
        {
            Put("\n"u8, output);
        }

        _insideLine = partial;
    }

    private void Put(ReadOnlySpan<byte> bytes, IBufferWriter<byte> output)
    {
        var allowed = bytes[..(int)Math.Min(bytes.Length, _left)];
        output.Write(allowed);
        _left -= allowed.Length;
    }
}
