using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Protobuf;

/// <summary>
/// Reads an object in Kubernetes' protobuf form: <c>k8s\0</c>, then an envelope with apiVersion and kind (field 1) around the object's own
/// bytes (field 2). Becomes the JSON that the object stands for.
/// </summary>
internal static class ProtoReader
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <exception cref="JsonException">Not of that form, or a kind that is not read this way.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(Magic))
        {
            throw new JsonException("the protobuf envelope is missing");
        }
        var (version, kind) = ("", "");
        scoped ReadOnlySpan<byte> raw = default;
        var rest = bytes[Magic.Length..];
        while (TryNext(ref rest, out var number, out _, out var value))
        {
            if (number == 2)
            {
                raw = value;
            }
            var type = value;
            while (number == 1 && TryNext(ref type, out var part, out _, out var text))
            {
                (version, kind) = part == 1 ? (Encoding.UTF8.GetString(text), kind) : (version, Encoding.UTF8.GetString(text));
            }
        }
        var fields = ProtoMessages.Of(kind) ?? throw new JsonException($"{kind} is not read from protobuf; send it as application/json");
        var obj = Message(raw, fields);
        obj.Insert(0, "kind", kind);
        obj.Insert(1, "apiVersion", version);
        return obj;
    }

    private static JsonObject Message(ReadOnlySpan<byte> bytes, IReadOnlyDictionary<int, ProtoField> fields)
    {
        var result = new JsonObject();
        while (TryNext(ref bytes, out var number, out var scalar, out var value))
        {
            if (!fields.TryGetValue(number, out var field))
            {
                continue;
            }
            if (field.Kind is ProtoKind.TextMap or ProtoKind.BytesMap or ProtoKind.QuantityMap)
            {
                AddEntry(result, field, value);
            }
            else if (field.Kind == ProtoKind.Inline)
            {
                foreach (var (name, inner) in Message(value, field.Message))
                {
                    result[name] = inner?.DeepClone();
                }
            }
            else if (Value(field, scalar, value) is { } node)
            {
                Add(result, field, node);
            }
        }
        return result;
    }

    private static void Add(JsonObject result, ProtoField field, JsonNode node)
    {
        if (!field.Repeated)
        {
            result[field.Name] = node;
        }
        else if (result[field.Name] is JsonArray list)
        {
            list.Add(node);
        }
        else
        {
            result[field.Name] = new JsonArray(node);
        }
    }

    private static void AddEntry(JsonObject result, ProtoField field, ReadOnlySpan<byte> entry)
    {
        var key = "";
        scoped ReadOnlySpan<byte> value = default;
        while (TryNext(ref entry, out var number, out _, out var part))
        {
            if (number == 1)
            {
                key = Encoding.UTF8.GetString(part);
            }
            else
            {
                value = part;
            }
        }
        if (result[field.Name] is not JsonObject map)
        {
            result[field.Name] = map = [];
        }
        map[key] = field.Kind switch
        {
            ProtoKind.BytesMap => Convert.ToBase64String(value),
            ProtoKind.QuantityMap => Quantity(value),
            _ => Encoding.UTF8.GetString(value),
        };
    }

    /// <summary>A field as JSON; null for what stands for nothing, such as an empty text.</summary>
    private static JsonNode? Value(ProtoField field, long scalar, ReadOnlySpan<byte> value) => field.Kind switch
    {
        ProtoKind.Text => value.Length == 0 && !field.Repeated ? null : JsonValue.Create(Encoding.UTF8.GetString(value)),
        ProtoKind.Number => scalar,
        ProtoKind.Flag => scalar != 0,
        ProtoKind.Option => scalar != 0 ? true : null,
        ProtoKind.Quantity => Quantity(value),
        ProtoKind.Time => Time(value),
        ProtoKind.NumberOrText => NumberOrText(value),
        _ => Message(value, field.Message),
    };

    private static JsonValue? Quantity(ReadOnlySpan<byte> value) =>
        TryNext(ref value, out var number, out _, out var text) && number == 1 ? JsonValue.Create(Encoding.UTF8.GetString(text)) : null;

    private static JsonValue? Time(ReadOnlySpan<byte> value) =>
        TryNext(ref value, out var number, out var seconds, out _) && number == 1 && seconds is > 0 and < 253_402_300_800
            ? JsonValue.Create(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))
            : null;

    private static JsonValue NumberOrText(ReadOnlySpan<byte> value)
    {
        var (isText, number, text) = (false, 0L, "");
        while (TryNext(ref value, out var part, out var scalar, out var bytes))
        {
            (isText, number, text) = part switch
            {
                1 => (scalar == 1, number, text),
                2 => (isText, scalar, text),
                _ => (isText, number, Encoding.UTF8.GetString(bytes)),
            };
        }
        return isText ? JsonValue.Create(text)! : JsonValue.Create(number);
    }

    /// <summary>Takes the next field off the front.</summary>
    private static bool TryNext(ref ReadOnlySpan<byte> bytes, out int number, out long scalar, out ReadOnlySpan<byte> value)
    {
        (number, scalar) = (0, 0);
        value = default;
        if (bytes.IsEmpty)
        {
            return false;
        }
        var tag = Varint(ref bytes);
        number = (int)(tag >> 3);
        switch (tag & 7)
        {
            case 0:
                scalar = Varint(ref bytes);
                break;
            case 1:
                scalar = BinaryPrimitives.ReadInt64LittleEndian(Take(ref bytes, 8));
                break;
            case 2:
                value = Take(ref bytes, Varint(ref bytes));
                break;
            case 5:
                scalar = BinaryPrimitives.ReadInt32LittleEndian(Take(ref bytes, 4));
                break;
            default:
                throw new JsonException("the protobuf body is damaged");
        }
        return true;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, long length)
    {
        if (length < 0 || length > bytes.Length)
        {
            throw new JsonException("the protobuf body ends too early");
        }
        var taken = bytes[..(int)length];
        bytes = bytes[(int)length..];
        return taken;
    }

    private static long Varint(ref ReadOnlySpan<byte> bytes)
    {
        var result = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var b = Take(ref bytes, 1)[0];
            result |= (ulong)(b & 0x7f) << shift;
            if (b < 0x80)
            {
                return (long)result;
            }
        }
        throw new JsonException("the protobuf body is damaged");
    }
}
