using System.Buffers;
using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace Portal.Kube.Resources;

/// <summary>
/// Reading of single values with <see cref="Utf8JsonReader"/>. Each method starts on a property name or before an array item, consumes the
/// whole value, and gives a default for one of another type: a field of odd shape must not cost the object. The whole object must be in the
/// buffer; then TrySkip never fails, while Skip refuses a reader of a stream's middle.
/// </summary>
internal static class JsonWalk
{
    /// <summary>Kubernetes limits the depth of objects far higher than the reader's default; skipping costs a bit per level.</summary>
    public const int MaxDepth = 1024;

    public static readonly JsonReaderOptions Options = new() { MaxDepth = MaxDepth };

    private static readonly FrozenDictionary<string, string> Empty = FrozenDictionary<string, string>.Empty;

    /// <summary>Goes to the next property of the object; false at its end.</summary>
    public static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Goes into the object that follows; false, with the value consumed, when it is something else.</summary>
    public static bool EnterObject(ref Utf8JsonReader reader) => Enter(ref reader, JsonTokenType.StartObject);

    /// <summary>Goes into the array that follows; false, with the value consumed, when it is something else.</summary>
    public static bool EnterArray(ref Utf8JsonReader reader) => Enter(ref reader, JsonTokenType.StartArray);

    /// <summary>Goes into the next item if it is an object, over others; false at the end of the array.</summary>
    public static bool NextObject(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                return true;
            }

            reader.TrySkip();
        }

        return false;
    }

    /// <summary>Whether the property has this name. A name with broken escapes is nobody's.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public static void SkipValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.TrySkip();
    }

    /// <summary>A text that is seldom the same twice.</summary>
    public static string? Text(ref Utf8JsonReader reader) => ReadValue(ref reader, JsonTokenType.String) ? Copy(ref reader) : null;

    /// <summary>A text that is likely to come again.</summary>
    public static string? Pooled(ref Utf8JsonReader reader) => ReadValue(ref reader, JsonTokenType.String) ? Intern(ref reader) : null;

    /// <summary>The one text that matters of the object that follows; null when it holds none of that name.</summary>
    public static string? Member(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        string? value = null;
        if (EnterObject(ref reader))
        {
            while (NextProperty(ref reader))
            {
                if (Is(ref reader, name))
                {
                    value = Pooled(ref reader);
                }
                else
                {
                    SkipValue(ref reader);
                }
            }
        }

        return value;
    }

    public static int? Number(ref Utf8JsonReader reader) => ReadValue(ref reader, JsonTokenType.Number) && reader.TryGetInt32(out var value) ? value : null;

    public static bool True(ref Utf8JsonReader reader) => ReadValue(ref reader, JsonTokenType.True);

    /// <summary>RFC 3339, as Kubernetes writes times.</summary>
    public static DateTimeOffset? Time(ref Utf8JsonReader reader)
    {
        if (!ReadValue(ref reader, JsonTokenType.String))
        {
            return null;
        }

        try
        {
            return reader.TryGetDateTimeOffset(out var value) ? value : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>An object of texts, such as labels; entries of other types are left out.</summary>
    public static IReadOnlyDictionary<string, string> Map(ref Utf8JsonReader reader)
    {
        if (!EnterObject(ref reader))
        {
            return Empty;
        }

        Dictionary<string, string>? map = null;
        while (NextProperty(ref reader))
        {
            var key = Intern(ref reader);
            if (Pooled(ref reader) is { } value)
            {
                (map ??= [])[key] = value;
            }
        }

        return map ?? (IReadOnlyDictionary<string, string>)Empty;
    }

    /// <summary>The name or text that the reader stands on.</summary>
    private static string Intern(ref Utf8JsonReader reader) =>
        reader.HasValueSequence || reader.ValueIsEscaped ? Copy(ref reader) : StringPool.Shared.Get(reader.ValueSpan);

    private static string Copy(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            // Broken UTF-8 or half a surrogate pair: what can be read of it.
            return Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan);
        }
    }

    private static bool ReadValue(ref Utf8JsonReader reader, JsonTokenType type)
    {
        reader.Read();
        if (reader.TokenType == type)
        {
            return true;
        }

        reader.TrySkip();
        return false;
    }

    private static bool Enter(ref Utf8JsonReader reader, JsonTokenType type) => ReadValue(ref reader, type);
}
