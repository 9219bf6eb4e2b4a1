using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Http.Bodies;

/// <summary>Reads JSON in which keys may come twice: the last one counts, and each is named. Slower than the usual reader, which refuses them.</summary>
internal static class DuplicateReader
{
    /// <exception cref="JsonException">Not JSON, or too deep.</exception>
    public static (JsonNode? Node, IReadOnlyList<string> Duplicates) Read(ReadOnlySpan<byte> json, int maxDepth)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        var duplicates = new List<string>();
        reader.Read();
        return (Value(ref reader, "", duplicates), duplicates);
    }

    private static JsonNode? Value(ref Utf8JsonReader reader, string path, List<string> duplicates)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Object(ref reader, path, duplicates);
            case JsonTokenType.StartArray:
                var list = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(Value(ref reader, $"{path}[{list.Count}]", duplicates));
                }
                return list;
            case JsonTokenType.Null:
                return null;
            default:
                return JsonValue.Create(JsonElement.ParseValue(ref reader));
        }
    }

    private static JsonObject Object(ref Utf8JsonReader reader, string path, List<string> duplicates)
    {
        var obj = new JsonObject();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = reader.GetString()!;
            var at = path.Length == 0 ? name : $"{path}.{name}";
            if (obj.ContainsKey(name))
            {
                duplicates.Add($"duplicate field \"{at}\"");
            }
            reader.Read();
            obj[name] = Value(ref reader, at, duplicates);
        }
        return obj;
    }
}
