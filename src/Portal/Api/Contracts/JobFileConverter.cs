using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Api.Contracts;

/// <summary>Reads <c>{"name": "pi.py", "content": "..."}</c> and, for a script without a name of its own, <c>"..."</c>.</summary>
public sealed class JobFileConverter : JsonConverter<JobFileBody>
{
    /// <summary>Name of a script that was given as text only.</summary>
    public const string DefaultName = "main.py";

    public override JobFileBody Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new JobFileBody(DefaultName, reader.GetString()!);
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("Expected a file: its text, or an object with name and content.");
        }

        var (name, content) = (DefaultName, (string?)null);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var property = reader.GetString()!;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            {
                throw new JsonException($"'{property}' of a file is a string.");
            }

            switch (property)
            {
                case "name":
                    name = reader.GetString()!;
                    break;
                case "content":
                    content = reader.GetString();
                    break;
                default:
                    throw new JsonException($"A file has no '{property}', only name and content.");
            }
        }

        return new JobFileBody(name, content ?? throw new JsonException("A file needs its content."));
    }

    public override void Write(Utf8JsonWriter writer, JobFileBody value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("name", value.Name);
        writer.WriteString("content", value.Content);
        writer.WriteEndObject();
    }
}
