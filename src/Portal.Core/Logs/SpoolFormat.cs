using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Portal.Core.Logs;

/// <summary>
/// The files of one log. <c>data</c> holds a line each as <c>1763733600123456789 text\n</c>: 19 digits of nanoseconds since 1970, a space, the
/// text in UTF-8. <c>index</c> holds, for the first line and then for a line about every 64 KB, its number, its offset and its time as
/// three little-endian 64-bit numbers.
/// </summary>
internal static class SpoolFormat
{
    public const string DataFile = "data";
    public const string IndexFile = "index";
    public const string MetaFile = "meta.json";

    /// <summary>Bytes of data from one index entry to the next, at least.</summary>
    public const int IndexStep = 64 * 1024;

    public const int EntrySize = 24;

    private const int Digits = 19;

    /// <summary>Bytes before the text of a line.</summary>
    public const int PrefixSize = Digits + 1;

    public static int MaxSize(LogLine line) => PrefixSize + Encoding.UTF8.GetMaxByteCount(line.Text.Length) + 1;

    /// <returns>Bytes written.</returns>
    public static int WriteLine(LogLine line, Span<byte> target)
    {
        Utf8Formatter.TryFormat(Math.Max(0, line.UnixNanoseconds), target, out _, new('D', Digits));
        target[Digits] = (byte)' ';
        var size = Encoding.UTF8.GetBytes(line.Text, target[PrefixSize..]);
        // A line end inside would make two lines of one.
        target.Slice(PrefixSize, size).Replace((byte)'\n', (byte)' ');
        target[PrefixSize + size] = (byte)'\n';
        return PrefixSize + size + 1;
    }

    /// <summary>Reads a line given without its line end.</summary>
    public static LogLine ReadLine(ReadOnlySpan<byte> line) => new(Stamp(line), Encoding.UTF8.GetString(line[PrefixSize..]));

    public static long Stamp(ReadOnlySpan<byte> line) => Utf8Parser.TryParse(line[..Digits], out long stamp, out _) ? stamp : 0;

    /// <summary>Whether it begins as every line does; false for what a torn write left.</summary>
    public static bool IsLine(ReadOnlySpan<byte> line) =>
        line.Length >= PrefixSize && line[Digits] == (byte)' ' && !line[..Digits].ContainsAnyExceptInRange((byte)'0', (byte)'9');

    public static void WriteEntry(SafeFileHandle index, long number, (long Line, long Offset, long Stamp) entry)
    {
        Span<byte> bytes = stackalloc byte[EntrySize];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, entry.Line);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], entry.Offset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], entry.Stamp);
        RandomAccess.Write(index, bytes, number * EntrySize);
    }

    public static (long Line, long Offset) ReadEntry(SafeFileHandle index, long number)
    {
        Span<byte> bytes = stackalloc byte[EntrySize];
        return RandomAccess.Read(index, bytes, number * EntrySize) == EntrySize
            ? (BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]))
            : throw new InvalidDataException($"Entry {number} of the log index is missing.");
    }
}
