using System.Text.Json;
using System.Text.Json.Nodes;
using static Portal.Sandbox.Api.Schemas.Reading.TypedElement;

namespace Portal.Sandbox.Api.Schemas.Reading;

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
    public Schema Read(JsonElement document) => Read(document, 0);

    private Schema Read(JsonElement document, int depth)
    {
        if (document.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(document, "JSONSchemaProps");
        }
        if (depth > MaxDepth)
        {
            throw new SchemaFormatException("", $"nested more than {MaxDepth} levels deep");
        }
        if (resolve is not null && document.TryGetProperty("$ref", out var reference))
        {
            return resolve(Text(reference));
        }
        var draft = new SchemaDraft();
        var at = "";
        try
        {
            foreach (var member in document.EnumerateObject())
            {
                at = member.Name;
                if (member.Value.ValueKind != JsonValueKind.Null || at == "default")
                {
                    ReadMember(draft, at, member.Value, depth);
                }
            }
        }
        catch (SchemaFormatException e)
        {
            throw e.Below(at);
        }
        return draft.Build();
    }

    private void ReadMember(SchemaDraft draft, string name, JsonElement value, int depth)
    {
        switch (name)
        {
            case "type":
                draft.Type = Name(Text(value));
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
                draft.Nullable = Flag(value);
                draft.Given |= draft.Nullable ? SchemaMembers.Nullable : SchemaMembers.None;
                break;
            case "properties":
                draft.Given |= SchemaMembers.Properties;
                draft.Properties = Map(value, depth);
                break;
            case "additionalProperties":
                ReadAdditional(draft, value, depth);
                break;
            case "items" when value.ValueKind == JsonValueKind.Array:
                draft.Given |= SchemaMembers.ItemsList;
                break;
            case "items":
                draft.Given |= SchemaMembers.Items;
                draft.Items = Read(value, depth + 1);
                break;
            case "required":
                draft.Required = Texts(value);
                break;
            case "allOf":
                draft.AllOf = List(value, depth);
                break;
            case "anyOf":
                draft.AnyOf = List(value, depth);
                break;
            case "oneOf":
                draft.OneOf = List(value, depth);
                break;
            case "not":
                draft.Not = Read(value, depth + 1);
                break;
            default:
                if (!ReadExtension(draft, name, value))
                {
                    ReadRule(draft, name, value);
                }
                break;
        }
    }

    private bool ReadExtension(SchemaDraft draft, string name, JsonElement value)
    {
        switch (name)
        {
            case "x-kubernetes-preserve-unknown-fields":
                draft.PreserveUnknownFields = Flag(value);
                draft.Given |= draft.PreserveUnknownFields ? SchemaMembers.None : SchemaMembers.PreserveUnknownFieldsFalse;
                return true;
            case "x-kubernetes-embedded-resource":
                draft.EmbeddedResource = Flag(value);
                return true;
            case "x-kubernetes-int-or-string":
                draft.IntOrString = Flag(value);
                return true;
            case "x-kubernetes-list-type":
                draft.ListType = Name(Text(value));
                return true;
            case "x-kubernetes-list-map-keys":
                draft.ListMapKeys = Texts(value);
                return true;
            case "x-kubernetes-map-type":
                draft.MapType = Name(Text(value));
                return true;
            case "x-kubernetes-validations":
                draft.Validations = [.. Elements(value).Select(Rule)];
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

    private void ReadAdditional(SchemaDraft draft, JsonElement value, int depth)
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
                draft.AdditionalProperties = Read(value, depth + 1);
                break;
        }
    }

    private void ReadRule(SchemaDraft draft, string name, JsonElement value)
    {
        var rules = draft.Rules;
        draft.Rules = name switch
        {
            "enum" => rules with { Enum = [.. Elements(value).Select(v => JsonNode.Parse(v.GetRawText()))] },
            "format" => rules with { Format = Name(Text(value)) },
            "pattern" => WithPattern(rules, Text(value)),
            "minLength" => rules with { MinLength = Whole(value) },
            "maxLength" => rules with { MaxLength = Whole(value) },
            "minimum" => rules with { Minimum = Number(value) },
            "maximum" => rules with { Maximum = Number(value) },
            "exclusiveMinimum" => rules with { ExclusiveMinimum = Flag(value) },
            "exclusiveMaximum" => rules with { ExclusiveMaximum = Flag(value) },
            "multipleOf" => rules with { MultipleOf = Number(value) },
            "minItems" => rules with { MinItems = Whole(value) },
            "maxItems" => rules with { MaxItems = Whole(value) },
            "uniqueItems" => rules with { UniqueItems = Flag(value) },
            "minProperties" => rules with { MinProperties = Whole(value) },
            "maxProperties" => rules with { MaxProperties = Whole(value) },
            _ => rules,
        };
    }

    private static ValueRules WithPattern(ValueRules rules, string pattern)
    {
        try
        {
            return pattern.Length == 0 ? rules : rules with { Pattern = pattern, PatternRegex = GoPattern.Compile(pattern) };
        }
        catch (ArgumentException e)
        {
            throw new SchemaFormatException("", $"must be a valid regular expression, but isn't: {e.Message}");
        }
    }

    private static SchemaRule Rule(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(value, "ValidationRule");
        }
        string Member(string name) => value.TryGetProperty(name, out var text) && text.ValueKind != JsonValueKind.Null ? Text(text) : "";
        return new SchemaRule(Member("rule"))
        {
            Message = Member("message"),
            MessageExpression = Member("messageExpression"),
            Reason = Member("reason"),
            FieldPath = Member("fieldPath"),
            OptionalOldSelf = value.TryGetProperty("optionalOldSelf", out var optional) && optional.ValueKind == JsonValueKind.True,
        };
    }

    private Dictionary<string, Schema> Map(JsonElement value, int depth)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(value, "map[string]JSONSchemaProps");
        }
        var map = new Dictionary<string, Schema>(value.GetPropertyCount(), StringComparer.Ordinal);
        foreach (var member in value.EnumerateObject())
        {
            var name = Name(member.Name);
            try
            {
                map[name] = Read(member.Value, depth + 1);
            }
            catch (SchemaFormatException e)
            {
                throw e.Below($"[{name}]");
            }
        }
        return map;
    }

    private List<Schema> List(JsonElement value, int depth) => [.. Elements(value).Select(v => Read(v, depth + 1))];

    private List<string> Texts(JsonElement value) => [.. Elements(value).Select(v => Name(Text(v)))];

    /// <summary>The same names come thousands of times in a large schema; one copy of each is enough.</summary>
    private string Name(string text)
    {
        if (!_names.TryGetValue(text, out var known))
        {
            _names.Add(text, known = text);
        }
        return known;
    }
}
