using System.Buffers;
using System.Globalization;

namespace Portal.Sandbox.Node.Logs;

/// <summary>
/// Lines of a log file, as container runtimes write them for kubelet:
/// <code>2026-11-21T10:18:17.400079352Z stdout F the text</code>
/// <c>F</c> ends a line, <c>P</c> is a part of one that goes on. The stamp has a fixed width here, so that stamps compare as bytes.
/// </summary>
internal static class LogFormat
{
    public const int StampLength = 30;

    /// <summary>Bytes before the text: stamp, blank, stream, blank, tag, blank.</summary>
    public const int PrefixLength = StampLength + 10;

    private const int NanosecondsPerTick = 100;
    private static readonly long TicksPerSecond = TimeSpan.TicksPerSecond;

    public static void Write(IBufferWriter<byte> output, Int128 nanoseconds, LogStream stream, bool partial, ReadOnlySpan<byte> text)
    {
        var span = output.GetSpan(PrefixLength + text.Length + 1);
        WriteStamp(span, nanoseconds);
        (stream == LogStream.Output ? " stdout "u8 : " stderr "u8).CopyTo(span[StampLength..]);
        span[PrefixLength - 2] = partial ? (byte)'P' : (byte)'F';
        span[PrefixLength - 1] = (byte)' ';
        text.CopyTo(span[PrefixLength..]);
        span[PrefixLength + text.Length] = (byte)'\n';
        output.Advance(PrefixLength + text.Length + 1);
    }

    /// <summary>Reads a line without its end.</summary>
    /// <returns>False for what no writer here wrote, such as a line torn by a crash.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> stamp, out ReadOnlySpan<byte> text, out bool partial)
    {
        var valid = line.Length >= PrefixLength && line[StampLength] == ' ' && line[PrefixLength - 1] == ' ';
        stamp = valid ? line[..StampLength] : default;
        text = valid ? line[PrefixLength..] : default;
        partial = valid && line[PrefixLength - 2] == 'P';
        return valid;
    }

    /// <summary>The stamp of a moment, to compare with those of lines.</summary>
    public static byte[] Stamp(DateTimeOffset time)
    {
        var stamp = new byte[StampLength];
        WriteStamp(stamp, Nanoseconds(time));
        return stamp;
    }

    public static Int128 Nanoseconds(DateTimeOffset time) => (Int128)time.UtcTicks * NanosecondsPerTick;

    private static void WriteStamp(Span<byte> target, Int128 nanoseconds)
    {
        var (ticks, rest) = ((long)(nanoseconds / NanosecondsPerTick), (int)(nanoseconds % NanosecondsPerTick));
        new DateTime(ticks, DateTimeKind.Utc).TryFormat(target, out var written, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
        target[written] = (byte)'.';
        ((ticks % TicksPerSecond * NanosecondsPerTick) + rest).TryFormat(target[(written + 1)..], out _, "D9", CultureInfo.InvariantCulture);
        target[StampLength - 1] = (byte)'Z';
    }
}
