using Portal.Sandbox.Api.Schemas;

namespace Portal.Sandbox.Api.CustomResources.Definitions;

/// <summary>Whether a schema is structural: types are given everywhere outside of combinations, and combinations only narrow down what is there.</summary>
internal sealed class StructuralRules
{
    /// <summary>More than this helps nobody; the rest is not looked for.</summary>
    public const int MaxErrors = 1000;

    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];

    private static readonly (SchemaMembers Member, string Name, string Why)[] Unsupported =
    [
        (SchemaMembers.NoOtherProperties, "additionalProperties", "additionalProperties cannot be set to false"),
        (SchemaMembers.PatternProperties, "patternProperties", "patternProperties is not supported"),
        (SchemaMembers.AdditionalItems, "additionalItems", "additionalItems is not supported"),
        (SchemaMembers.Definitions, "definitions", "definitions is not supported"),
        (SchemaMembers.Dependencies, "dependencies", "dependencies is not supported"),
        (SchemaMembers.Id, "id", "id is not supported"),
        (SchemaMembers.Ref, "$ref", "$ref is not supported"),
        (SchemaMembers.ItemsList, "items", "items must be a schema object and not an array"),
    ];

    private readonly List<FieldError> _errors = [];

    private StructuralRules()
    {
    }

    /// <summary>Everything that is wrong with a root schema.</summary>
    public static IReadOnlyList<FieldError> Check(Schema schema, string path)
    {
        var rules = new StructuralRules();
        rules.Visit(schema, path, Level.Root, null);
        return rules._errors;
    }

    private void Visit(Schema schema, string path, Level level, string? unmatched)
    {
        if (_errors.Count >= MaxErrors)
        {
            return;
        }
        Type(schema, path, level);
        foreach (var (member, name, why) in Unsupported)
        {
            if (schema.Given.HasFlag(member))
            {
                Forbid($"{path}.{name}", why);
            }
        }
        if (schema.Given.HasFlag(SchemaMembers.PreserveUnknownFieldsFalse))
        {
            _errors.Add(FieldError.Invalid($"{path}.x-kubernetes-preserve-unknown-fields", false, "must be true or undefined"));
        }
        if (schema.Properties.Count > 0 && schema.Given.HasFlag(SchemaMembers.AdditionalProperties))
        {
            Forbid($"{path}.additionalProperties", "additionalProperties and properties are mutual exclusive");
        }
        if (schema.Rules.UniqueItems)
        {
            Forbid($"{path}.uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }
        if (level == Level.Root && schema.Nullable)
        {
            Forbid($"{path}.nullable", "nullable cannot be true at the root");
        }
        _errors.AddRange(ListRules.Check(schema, path));
        _errors.AddRange(DefaultRules.Check(schema, path));
        _errors.AddRange(ExpressionRules.Check(schema, path, unmatched));
        if (level == Level.Root || schema.EmbeddedResource)
        {
            Metadata(schema, path);
        }
        // What was before can be told by name, and in lists by key, but not below what is one value as a whole.
        unmatched ??= schema.MapType == "atomic" || schema is { Type: "array", ListType: not "map" } ? path : null;
        foreach (var (name, property) in schema.Properties)
        {
            Visit(property, $"{path}.properties[{name}]", Level.Field, unmatched);
        }
        if (schema.AdditionalProperties is { } other)
        {
            Visit(other, $"{path}.additionalProperties", Level.Field, unmatched);
        }
        if (schema.Items is { } items)
        {
            Visit(items, $"{path}.items", Level.Item, unmatched);
        }
        _errors.AddRange(CombinationRules.Check(schema, path));
    }

    private void Type(Schema schema, string path, Level level)
    {
        var type = $"{path}.type";
        if (schema.IntOrString)
        {
            if (schema.Type.Length > 0)
            {
                _errors.Add(FieldError.Invalid(type, schema.Type, "must be empty if x-kubernetes-int-or-string is true"));
            }
            return;
        }
        if (schema.Type.Length == 0)
        {
            if (!schema.PreserveUnknownFields || level == Level.Root)
            {
                _errors.Add(FieldError.Required(type, level switch
                {
                    Level.Root => "must not be empty at the root",
                    Level.Item => "must not be empty for specified array items",
                    _ => "must not be empty for specified object fields",
                }));
            }
            return;
        }
        if (!Types.Contains(schema.Type, StringComparer.Ordinal))
        {
            _errors.Add(FieldError.NotSupported(type, schema.Type, Types));
        }
        else if (schema.Type != "object" && (level == Level.Root || schema.PreserveUnknownFields || schema.EmbeddedResource))
        {
            _errors.Add(FieldError.Invalid(type, schema.Type, level == Level.Root ? "must be object at the root"
                : schema.PreserveUnknownFields ? "must be object if x-kubernetes-preserve-unknown-fields is true"
                : "must be object if x-kubernetes-embedded-resource is true"));
        }
        if (schema is { Type: "array", Items: null } && !schema.Given.HasFlag(SchemaMembers.ItemsList))
        {
            _errors.Add(FieldError.Required($"{path}.items", "must be specified"));
        }
        if (schema is { EmbeddedResource: true, PreserveUnknownFields: false, Properties.Count: 0 })
        {
            _errors.Add(FieldError.Required($"{path}.properties", "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields"));
        }
    }

    /// <summary>What an object's own data looks like is given; a schema may only narrow its name down.</summary>
    private void Metadata(Schema schema, string path)
    {
        if (schema.Properties.TryGetValue("metadata", out var metadata) && metadata.Properties.Keys.FirstOrDefault(k => k is not ("name" or "generateName")) is { })
        {
            Forbid($"{path}.properties[metadata]", "must not specify anything other than name and generateName, but metadata is implicitly specified");
        }
        foreach (var name in (ReadOnlySpan<string>)["apiVersion", "kind"])
        {
            if (schema.Properties.TryGetValue(name, out var text) && text.Type != "string")
            {
                _errors.Add(FieldError.Invalid($"{path}.properties[{name}].type", text.Type, "must be string"));
            }
        }
    }

    private void Forbid(string field, string why) => _errors.Add(FieldError.Forbidden(field, why));

    private enum Level
    {
        Root,
        Field,
        Item,
    }
}
