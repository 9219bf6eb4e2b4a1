using System.Buffers.Binary;
using System.Numerics;

namespace Portal.Sandbox.Store;

/// <summary>
/// A frame is <c>length:u32 crc32c:u32 payload</c>; its payload is the changes of one transaction, each
/// <c>kind:u8 version:i64 type namespace name json</c> with texts and bytes after their length. What does not check is where a crash tore the file.
/// </summary>
internal static class JournalFrame
{
    private const int HeaderLength = 8;
    private const int MaxPayload = 256 << 20;

    public static void Write(MemoryStream output, IReadOnlyList<StoreEvent> changes)
    {
        var start = (int)output.Position;
        output.Position += HeaderLength;
        using (var writer = new BinaryWriter(output, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            writer.Write7BitEncodedInt(changes.Count);
            foreach (var change in changes)
            {
                writer.Write((byte)change.Kind);
                writer.Write(change.Version);
                writer.Write(change.Type);
                writer.Write(change.Object.Namespace);
                writer.Write(change.Object.Name);
                writer.Write7BitEncodedInt(change.Object.Json.Length);
                writer.Write(change.Object.Json.Span);
            }
        }
        var frame = output.GetBuffer().AsSpan(start, (int)output.Position - start);
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)(frame.Length - HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], Checksum(frame[HeaderLength..]));
    }

    /// <summary>The payload of the next frame, or null at the end of what is whole.</summary>
    public static byte[]? Read(Stream input)
    {
        Span<byte> header = stackalloc byte[HeaderLength];
        if (input.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
        {
            return null;
        }
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (length is 0 or > MaxPayload || length > input.Length - input.Position)
        {
            return null;
        }
        var payload = new byte[length];
        input.ReadExactly(payload);
        return Checksum(payload) == BinaryPrimitives.ReadUInt32LittleEndian(header[4..]) ? payload : null;
    }

    /// <summary>The changes in a payload.</summary>
    public static IEnumerable<(string Type, StoreEventKind Kind, StoredObject Object)> Changes(byte[] payload)
    {
        using var reader = new BinaryReader(new MemoryStream(payload));
        for (var left = reader.Read7BitEncodedInt(); left > 0; left--)
        {
            var kind = (StoreEventKind)reader.ReadByte();
            var version = reader.ReadInt64();
            var type = reader.ReadString();
            var ns = reader.ReadString();
            var name = reader.ReadString();
            yield return (type, kind, new StoredObject(ns, name, version, reader.ReadBytes(reader.Read7BitEncodedInt())));
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }
        foreach (var b in bytes)
        {
            crc = BitOperations.Crc32C(crc, b);
        }
        return ~crc;
    }
}
