using System.Globalization;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Patching;

/// <summary>A place in a document, RFC 6901, for example <c>/spec/containers/0/image</c>; <c>-</c> is behind the last item of a list.</summary>
internal sealed class JsonPointer
{
    private readonly string _text;
    private readonly string[] _parts;

    public JsonPointer(string text)
    {
        if (text.Length > 0 && text[0] != '/')
        {
            throw new JsonPatchException($"\"{text}\" is not a JSON pointer");
        }
        _text = text;
        _parts = text.Length == 0 ? [] : [.. text[1..].Split('/').Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
    }

    public bool IsRoot => _parts.Length == 0;

    public bool IsInside(JsonPointer other) => _text.StartsWith(other._text + "/", StringComparison.Ordinal);

    public JsonNode? Read(JsonNode root)
    {
        JsonNode? node = root;
        foreach (var part in _parts)
        {
            node = Child(node, part);
        }
        return node;
    }

    public void Add(JsonNode root, JsonNode? value)
    {
        switch (Parent(root))
        {
            case JsonObject obj:
                obj[_parts[^1]] = value;
                break;
            case JsonArray list:
                list.Insert(_parts[^1] == "-" ? list.Count : Index(_parts[^1], list.Count), value);
                break;
            default:
                throw Missing();
        }
    }

    public void Replace(JsonNode root, JsonNode? value)
    {
        var parent = Parent(root);
        Child(parent, _parts[^1]);
        if (parent is JsonArray list)
        {
            list[Index(_parts[^1], list.Count - 1)] = value;
        }
        else
        {
            parent![_parts[^1]] = value;
        }
    }

    public void Remove(JsonNode root)
    {
        var parent = Parent(root);
        Child(parent, _parts[^1]);
        if (parent is JsonArray list)
        {
            list.RemoveAt(Index(_parts[^1], list.Count - 1));
        }
        else
        {
            ((JsonObject)parent!).Remove(_parts[^1]);
        }
    }

    private JsonNode? Parent(JsonNode root)
    {
        if (IsRoot)
        {
            throw new JsonPatchException("the whole document cannot be changed at once");
        }
        JsonNode? node = root;
        foreach (var part in _parts.AsSpan(0, _parts.Length - 1))
        {
            node = Child(node, part);
        }
        return node;
    }

    private JsonNode? Child(JsonNode? node, string part) => node switch
    {
        JsonObject obj => obj.TryGetPropertyValue(part, out var child) ? child : throw Missing(),
        JsonArray list => list[Index(part, list.Count - 1)],
        _ => throw Missing(),
    };

    private int Index(string part, int max) =>
        int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index <= max && (part.Length == 1 || part[0] != '0') ? index : throw Missing();

    private JsonPatchException Missing() => new($"there is no {_text}");
}
