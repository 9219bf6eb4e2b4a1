using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Portal.Sandbox.Api.Types;

/// <summary>
/// Makes of a document what Kubernetes makes of it when it decodes it into a Go struct: fields that the type does not know are dropped and
/// named, nulls count as not given, empty lists and maps are left out, and a value of another type is refused in Go's words.
/// </summary>
public sealed partial class ObjectDecoder
{
    private readonly List<string> _unknown = [];
    private readonly List<(string Text, bool IsField)> _path = [];

    /// <summary>Changes the object in place.</summary>
    /// <returns>Paths of the fields that were dropped because nobody knows them, for example <c>spec.containers[0].imagee</c>.</returns>
    /// <exception cref="FieldTypeException">A field is of another type.</exception>
    public static IReadOnlyList<string> Decode(JsonObject obj, ApiType type)
    {
        var decoder = new ObjectDecoder();
        decoder.Struct(obj, type);
        return decoder._unknown;
    }

    private void Struct(JsonObject obj, ApiType type)
    {
        List<string>? drop = null;
        foreach (var (name, value) in obj)
        {
            _path.Add((name, true));
            if (!type.Fields.TryGetValue(name, out var field))
            {
                _unknown.Add(Path());
                (drop ??= []).Add(name);
            }
            else if (value is null || !Value(value, field.Type, type) && !field.Required)
            {
                (drop ??= []).Add(name);
            }
            _path.RemoveAt(_path.Count - 1);
        }
        foreach (var name in drop ?? [])
        {
            obj.Remove(name);
        }
    }

    /// <summary>False when it is empty and need not be kept.</summary>
    private bool Value(JsonNode value, ApiType type, ApiType owner)
    {
        switch (type.Kind, value)
        {
            case (TypeKind.Struct, JsonObject obj):
                Struct(obj, type);
                return true;
            case (TypeKind.Map, JsonObject map):
                Map(map, type, owner);
                return map.Count > 0;
            case (TypeKind.List, JsonArray list):
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is { } item)
                    {
                        Below(item, type.Items!, owner, string.Create(CultureInfo.InvariantCulture, $"[{i}]"));
                    }
                }
                return list.Count > 0;
            case (TypeKind.Any, _):
                return true;
            default:
                Scalar(value, type, owner);
                return true;
        }
    }

    private void Map(JsonObject map, ApiType type, ApiType owner)
    {
        List<string>? nulls = null;
        foreach (var (key, value) in map)
        {
            if (value is not null)
            {
                Below(value, type.Items!, owner, key);
            }
            else if (type.Items!.Kind == TypeKind.Text)
            {
                (nulls ??= []).Add(key);
            }
        }
        foreach (var key in nulls ?? [])
        {
            map[key] = "";
        }
    }

    private void Below(JsonNode value, ApiType type, ApiType owner, string step)
    {
        _path.Add((step, false));
        Value(value, type, owner);
        _path.RemoveAt(_path.Count - 1);
    }

    private string Path()
    {
        var path = new StringBuilder();
        foreach (var (text, _) in _path)
        {
            path.Append(path.Length > 0 && !text.StartsWith('[') ? "." : "").Append(text);
        }
        return path.ToString();
    }

    private void Scalar(JsonNode value, ApiType type, ApiType owner)
    {
        var found = value.GetValueKind();
        switch (type.Kind)
        {
            case TypeKind.Text when found == JsonValueKind.String:
            case TypeKind.Flag when found is JsonValueKind.True or JsonValueKind.False:
            case TypeKind.Double when found == JsonValueKind.Number:
                return;
            case TypeKind.Int32 or TypeKind.Int64 when found == JsonValueKind.Number:
                Whole(value, type, owner);
                return;
            case TypeKind.NumberOrText when found == JsonValueKind.String || found == JsonValueKind.Number:
                return;
            case TypeKind.Bytes when found == JsonValueKind.String:
                Base64(value.GetValue<string>());
                return;
            case TypeKind.Quantity when found is JsonValueKind.String or JsonValueKind.Number:
                if (!QuantityPattern().IsMatch(found == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString()))
                {
                    throw new FieldTypeException("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
                }
                return;
            case TypeKind.Time or TypeKind.MicroTime when found == JsonValueKind.String:
                Time(value.GetValue<string>(), type.Kind);
                return;
            default:
                throw Wrong(Name(found), type, owner);
        }
    }

    private void Whole(JsonNode value, ApiType type, ApiType owner)
    {
        var text = value.ToJsonString();
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || type.Kind == TypeKind.Int32 && number is < int.MinValue or > int.MaxValue)
        {
            throw Wrong("number " + text, type, owner);
        }
    }

    private static void Base64(string text)
    {
        if (!System.Buffers.Text.Base64.IsValid(text))
        {
            var at = text.AsSpan().IndexOfAnyExcept(Base64Letters);
            throw new FieldTypeException($"illegal base64 data at input byte {(at < 0 ? Math.Max(0, text.Length - 1) : at)}");
        }
    }

    private static void Time(string text, TypeKind kind)
    {
        if (!TimePattern().IsMatch(text) || !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _))
        {
            var layout = kind == TypeKind.Time ? "2006-01-02T15:04:05Z07:00" : "2006-01-02T15:04:05.000000Z07:00";
            throw new FieldTypeException($"parsing time \"{text}\" as \"{layout}\": cannot parse \"{text}\" as \"2006\"");
        }
    }

    /// <summary>Go names the struct that has the field, then the way to it from the outside, without the places in lists.</summary>
    private FieldTypeException Wrong(string found, ApiType type, ApiType owner) =>
        new($"json: cannot unmarshal {found} into Go struct field {owner.GoName[(owner.GoName.LastIndexOf('.') + 1)..]}.{string.Join('.', _path.Where(p => p.IsField).Select(p => p.Text))} of type {type.GoName}");

    private static string Name(JsonValueKind kind) => kind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.Array => "array",
        JsonValueKind.Object => "object",
        _ => "bool",
    };

    private static readonly System.Buffers.SearchValues<char> Base64Letters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\r\n");

    [GeneratedRegex(@"^[+-]?[0-9.]+([eE][-+]?[0-9]+|[numkMGTPE]|[KMGTPE]i)?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex QuantityPattern();

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex TimePattern();
}
