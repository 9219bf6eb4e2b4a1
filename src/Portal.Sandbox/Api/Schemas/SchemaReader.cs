using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Schemas;

/// <summary>
/// Reads schema documents: the <c>openAPIV3Schema</c> of a definition, or one of our own for a built-in kind. It checks types, not sense: whether a
/// schema is structural is for the rules of definitions. Keep one reader for schemas that share definitions.
/// </summary>
/// <param name="resolve">Gives the schema that a <c>$ref</c> names, for documents with definitions; null where references are not allowed (they are then reported in <see cref="Schema.Given"/>).</param>
public sealed class SchemaReader(Func<string, Schema>? resolve = null)
{
    /// <summary>Nesting that is accepted.</summary>
    public const int MaxDepth = 100;

    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>Reads a schema.</summary>
    /// <exception cref="SchemaFormatException">A member has a wrong type, a pattern is no regular expression, or the nesting is too deep.</exception>
    public Schema Read(JsonElement document) => Read(document, "", 0);

    private Schema Read(JsonElement document, string path, int depth)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, document, "JSONSchemaProps");
        }
        if (depth > MaxDepth)
        {
            throw new SchemaFormatException(path, $"nested more than {MaxDepth} levels deep");
        }
        if (resolve is not null && document.TryGetProperty("$ref", out var reference))
        {
            return resolve(Text(reference, path + ".$ref"));
        }
        var draft = new SchemaDraft();
        foreach (var member in document.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.Null || member.NameEquals("default"))
            {
                ReadMember(draft, member, path.Length == 0 ? member.Name : $"{path}.{member.Name}", depth);
            }
        }
        return draft.Build();
    }

    private void ReadMember(SchemaDraft draft, JsonProperty member, string path, int depth)
    {
        var value = member.Value;
        switch (member.Name)
        {
            case "type":
                draft.Type = Name(Text(value, path));
                break;
            case "description":
                draft.Given |= SchemaMembers.Description;
                break;
            case "title":
                draft.Given |= SchemaMembers.Title;
                break;
            case "default":
                draft.Given |= SchemaMembers.Default;
                draft.Default = JsonNode.Parse(value.GetRawText());
                break;
            case "nullable":
                draft.Nullable = Flag(value, path);
                draft.Given |= draft.Nullable ? SchemaMembers.Nullable : SchemaMembers.None;
                break;
            case "properties":
                draft.Given |= SchemaMembers.Properties;
                draft.Properties = Map(value, path, depth);
                break;
            case "additionalProperties":
                ReadAdditional(draft, value, path, depth);
                break;
            case "items" when value.ValueKind == JsonValueKind.Array:
                draft.Given |= SchemaMembers.ItemsList;
                break;
            case "items":
                draft.Given |= SchemaMembers.Items;
                draft.Items = Read(value, path, depth + 1);
                break;
            case "required":
                draft.Required = Texts(value, path);
                break;
            case "allOf":
                draft.AllOf = List(value, path, depth);
                break;
            case "anyOf":
                draft.AnyOf = List(value, path, depth);
                break;
            case "oneOf":
                draft.OneOf = List(value, path, depth);
                break;
            case "not":
                draft.Not = Read(value, path, depth + 1);
                break;
            default:
                if (!ReadExtension(draft, member, path))
                {
                    ReadRule(draft, member, path);
                }
                break;
        }
    }

    private bool ReadExtension(SchemaDraft draft, JsonProperty member, string path)
    {
        var value = member.Value;
        switch (member.Name)
        {
            case "x-kubernetes-preserve-unknown-fields":
                draft.PreserveUnknownFields = Flag(value, path);
                draft.Given |= draft.PreserveUnknownFields ? SchemaMembers.None : SchemaMembers.PreserveUnknownFieldsFalse;
                return true;
            case "x-kubernetes-embedded-resource":
                draft.EmbeddedResource = Flag(value, path);
                return true;
            case "x-kubernetes-int-or-string":
                draft.IntOrString = Flag(value, path);
                return true;
            case "x-kubernetes-list-type":
                draft.ListType = Name(Text(value, path));
                return true;
            case "x-kubernetes-list-map-keys":
                draft.ListMapKeys = Texts(value, path);
                return true;
            case "x-kubernetes-map-type":
                draft.MapType = Name(Text(value, path));
                return true;
            case "x-kubernetes-validations":
                draft.Validations = [.. Elements(value, path).Select((v, i) => Rule(v, $"{path}[{i}]"))];
                return true;
            case "$ref":
                draft.Given |= SchemaMembers.Ref;
                return true;
            case "id":
                draft.Given |= SchemaMembers.Id;
                return true;
            case "definitions":
                draft.Given |= SchemaMembers.Definitions;
                return true;
            case "dependencies":
                draft.Given |= SchemaMembers.Dependencies;
                return true;
            case "patternProperties":
                draft.Given |= SchemaMembers.PatternProperties;
                return true;
            case "additionalItems":
                draft.Given |= SchemaMembers.AdditionalItems;
                return true;
            default:
                return false;
        }
    }

    private void ReadAdditional(SchemaDraft draft, JsonElement value, string path, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.False:
                draft.Given |= SchemaMembers.NoOtherProperties;
                break;
            case JsonValueKind.True:
                draft.Given |= SchemaMembers.AdditionalProperties;
                draft.AnyProperty = true;
                break;
            default:
                draft.Given |= SchemaMembers.AdditionalProperties;
                draft.AdditionalProperties = Read(value, path, depth + 1);
                break;
        }
    }

    private void ReadRule(SchemaDraft draft, JsonProperty member, string path)
    {
        var (value, rules) = (member.Value, draft.Rules);
        draft.Rules = member.Name switch
        {
            "enum" => rules with { Enum = [.. Elements(value, path).Select(v => JsonNode.Parse(v.GetRawText()))] },
            "format" => rules with { Format = Name(Text(value, path)) },
            "pattern" => WithPattern(rules, Text(value, path), path),
            "minLength" => rules with { MinLength = Whole(value, path) },
            "maxLength" => rules with { MaxLength = Whole(value, path) },
            "minimum" => rules with { Minimum = Number(value, path) },
            "maximum" => rules with { Maximum = Number(value, path) },
            "exclusiveMinimum" => rules with { ExclusiveMinimum = Flag(value, path) },
            "exclusiveMaximum" => rules with { ExclusiveMaximum = Flag(value, path) },
            "multipleOf" => rules with { MultipleOf = Number(value, path) },
            "minItems" => rules with { MinItems = Whole(value, path) },
            "maxItems" => rules with { MaxItems = Whole(value, path) },
            "uniqueItems" => rules with { UniqueItems = Flag(value, path) },
            "minProperties" => rules with { MinProperties = Whole(value, path) },
            "maxProperties" => rules with { MaxProperties = Whole(value, path) },
            _ => rules,
        };
    }

    private static ValueRules WithPattern(ValueRules rules, string pattern, string path)
    {
        try
        {
            return pattern.Length == 0 ? rules : rules with { Pattern = pattern, PatternRegex = GoPattern.Compile(pattern) };
        }
        catch (ArgumentException e)
        {
            throw new SchemaFormatException(path, $"must be a valid regular expression, but isn't: {e.Message}");
        }
    }

    private static SchemaRule Rule(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, value, "ValidationRule");
        }
        string Member(string name) => value.TryGetProperty(name, out var text) && text.ValueKind != JsonValueKind.Null ? Text(text, $"{path}.{name}") : "";
        return new SchemaRule(Member("rule"))
        {
            Message = Member("message"),
            MessageExpression = Member("messageExpression"),
            Reason = Member("reason"),
            FieldPath = Member("fieldPath"),
            OptionalOldSelf = value.TryGetProperty("optionalOldSelf", out var optional) && optional.ValueKind == JsonValueKind.True,
        };
    }

    private Dictionary<string, Schema> Map(JsonElement value, string path, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(path, value, "map[string]JSONSchemaProps");
        }
        var map = new Dictionary<string, Schema>(value.GetPropertyCount(), StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            map[Name(member.Name)] = Read(member.Value, $"{path}[{member.Name}]", depth + 1);
        }
        return map;
    }

    private List<Schema> List(JsonElement value, string path, int depth) => [.. Elements(value, path).Select((v, i) => Read(v, $"{path}[{i}]", depth + 1))];

    private static JsonElement.ArrayEnumerator Elements(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw Wrong(path, value, "array");

    private List<string> Texts(JsonElement value, string path) => [.. Elements(value, path).Select(v => Name(Text(v, path)))];

    private static string Text(JsonElement value, string path) => value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(path, value, "string");

    private static bool Flag(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(path, value, "bool"),
    };

    private static long Whole(JsonElement value, string path) => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : throw Wrong(path, value, "int64");

    private static double Number(JsonElement value, string path) => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Wrong(path, value, "float64");

    /// <summary>The same names come thousands of times in a large schema; one copy of each is enough.</summary>
    private string Name(string text)
    {
        if (!_names.TryGetValue(text, out var known))
        {
            _names.Add(text, known = text);
        }
        return known;
    }

    private static SchemaFormatException Wrong(string path, JsonElement value, string wanted) => new(
        path,
        $"json: cannot unmarshal {value.ValueKind switch { JsonValueKind.String => "string", JsonValueKind.Number => "number", JsonValueKind.Array => "array", JsonValueKind.Object => "object", _ => "bool" }} into Go struct field of type {wanted}");
}
