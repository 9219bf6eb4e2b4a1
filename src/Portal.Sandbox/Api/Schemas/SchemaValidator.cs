using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Schemas;

/// <summary>Says what is wrong with an object, in the words of a Kubernetes API server.</summary>
public sealed class SchemaValidator
{
    /// <summary>More than this helps nobody; the rest is not looked for.</summary>
    public const int MaxErrors = 1000;

    /// <summary>Where Kubernetes puts an error of a whole combination of schemas.</summary>
    private const string Nowhere = "<nil>";

    private readonly List<FieldError> _errors = [];
    private int _visited;

    private SchemaValidator()
    {
    }

    /// <summary>Everything that is wrong; empty when the value is right.</summary>
    /// <param name="value">An object, or part of one.</param>
    /// <param name="schema">What it should be.</param>
    /// <param name="path">Where it is; empty for a whole object.</param>
    public static IReadOnlyList<FieldError> Validate(JsonNode? value, Schema schema, string path = "")
    {
        var validator = new SchemaValidator();
        validator.Visit(value, schema, path);
        return validator._errors;
    }

    private void Visit(JsonNode? value, Schema schema, string path)
    {
        _visited++;
        if (_errors.Count >= MaxErrors || ReferenceEquals(schema, Schema.Anything))
        {
            return;
        }
        if (value is null && schema.Nullable)
        {
            return;
        }
        if (!IsOfType(value, schema))
        {
            var (wanted, found) = (schema.IntOrString ? "integer,string" : schema.Type, TypeOf(value));
            Add("FieldValueTypeInvalid", path, $"Invalid value: \"{found}\": {path} in body must be of type {wanted}: \"{found}\"");
        }
        Combinations(value, schema, path);
        switch (value)
        {
            case JsonObject obj:
                Enum(value, schema, path);
                Object(obj, schema, path);
                break;
            case JsonArray list:
                Array(list, schema, path);
                Enum(value, schema, path);
                break;
            case JsonValue scalar:
                _errors.AddRange(ScalarRules.Check(scalar, schema, path));
                Enum(value, schema, path);
                break;
        }
    }

    private void Object(JsonObject obj, Schema schema, string path)
    {
        var rules = schema.Rules;
        if (obj.Count < rules.MinProperties)
        {
            Invalid(path, obj.Count, $"{path} in body should have at least {rules.MinProperties} properties");
        }
        if (obj.Count > rules.MaxProperties)
        {
            _errors.Add(FieldError.TooMany(path, obj.Count, rules.MaxProperties.Value));
        }
        // In the order of the schema: what is wrong is then told in the same order, however an object was written.
        foreach (var (name, member) in schema.Properties)
        {
            if (obj.TryGetPropertyValue(name, out var value))
            {
                Visit(value, member, path.Length == 0 ? name : $"{path}.{name}");
            }
        }
        if (schema.AdditionalProperties is { } other)
        {
            foreach (var (name, value) in obj.Where(p => !schema.Properties.ContainsKey(p.Key)))
            {
                Visit(value, other, path.Length == 0 ? name : $"{path}.{name}");
            }
        }
        foreach (var name in schema.Required)
        {
            if (!obj.ContainsKey(name))
            {
                _errors.Add(FieldError.Required(path.Length == 0 ? name : $"{path}.{name}"));
            }
        }
    }

    private void Array(JsonArray list, Schema schema, string path)
    {
        var rules = schema.Rules;
        for (var i = 0; schema.Items is not null && i < list.Count; i++)
        {
            Visit(list[i], schema.Items, $"{path}[{i.ToString(CultureInfo.InvariantCulture)}]");
        }
        if (list.Count < rules.MinItems)
        {
            Invalid(path, list.Count, $"{path} in body should have at least {rules.MinItems} items");
        }
        if (list.Count > rules.MaxItems)
        {
            _errors.Add(FieldError.TooMany(path, list.Count, rules.MaxItems.Value));
        }
        if (rules.UniqueItems && list.Index().Any(a => list.Take(a.Index).Any(b => JsonNode.DeepEquals(a.Item, b))))
        {
            Invalid(path, list, $"{path} in body shouldn't contain duplicates");
        }
    }

    private void Enum(JsonNode? value, Schema schema, string path)
    {
        var allowed = schema.Rules.Enum;
        if (allowed.Count > 0 && !allowed.Any(a => JsonNode.DeepEquals(a, value)))
        {
            _errors.Add(FieldError.NotSupported(path, value, allowed.Select(a => a is JsonValue v && v.TryGetValue(out string? text) ? text : a?.ToJsonString() ?? "null")));
        }
    }

    /// <summary>The combination's own error comes first, then those of the alternative that went furthest.</summary>
    private void Combinations(JsonNode? value, Schema schema, string path)
    {
        if (schema.AnyOf.Count > 0 && !(schema.IntOrString && IsIntOrStringIdiom(schema.AnyOf)))
        {
            var (valid, best) = Try(schema.AnyOf, value, path);
            if (valid == 0)
            {
                Combined($"\"{path}\" must validate at least one schema (anyOf)", best);
            }
        }
        if (schema.OneOf.Count > 0)
        {
            var (valid, best) = Try(schema.OneOf, value, path);
            if (valid != 1)
            {
                var found = valid == 0 ? "Found none valid" : $"Found {valid} valid alternatives";
                Combined($"\"{path}\" must validate one and only one schema (oneOf). {found}", valid == 0 ? best : []);
            }
        }
        if (schema.AllOf.Count > 0)
        {
            var results = schema.AllOf.Select(s => Validate(value, s, path)).ToList();
            var valid = results.Count(r => r.Count == 0);
            _errors.AddRange(results.SelectMany(r => r));
            if (valid < results.Count)
            {
                Combined($"\"{path}\" must validate all the schemas (allOf){(valid == 0 ? ". None validated" : "")}", []);
            }
        }
        if (schema.Not is { } not && Validate(value, not, path).Count == 0)
        {
            Combined($"\"{path}\" must not validate the schema (not)", []);
        }
    }

    private static (int Valid, IReadOnlyList<FieldError> Best) Try(IReadOnlyList<Schema> alternatives, JsonNode? value, string path)
    {
        var (valid, best, furthest) = (0, (IReadOnlyList<FieldError>)[], -1);
        foreach (var alternative in alternatives)
        {
            var attempt = new SchemaValidator();
            attempt.Visit(value, alternative, path);
            if (attempt._errors.Count == 0)
            {
                valid++;
            }
            else if (attempt._visited > furthest)
            {
                (best, furthest) = (attempt._errors, attempt._visited);
            }
        }
        return (valid, best);
    }

    /// <summary><c>anyOf: [{type: integer}, {type: string}]</c>, which int-or-string may say once more.</summary>
    private static bool IsIntOrStringIdiom(IReadOnlyList<Schema> anyOf) => anyOf.Count == 2 && anyOf[0].Type == "integer" && anyOf[1].Type == "string";

    private static bool IsOfType(JsonNode? value, Schema schema)
    {
        if (schema.IntOrString)
        {
            return TypeOf(value) is "integer" or "string" || IsWhole(value);
        }
        return schema.Type.Length == 0 || schema.Type switch
        {
            "integer" => IsWhole(value),
            "number" => value?.GetValueKind() == JsonValueKind.Number,
            _ => TypeOf(value) == schema.Type,
        };
    }

    private static bool IsWhole(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.Number && (TypeOf(value) == "integer" || JsonNumber.Of(value) is var number && double.IsInteger(number));

    internal static string TypeOf(JsonNode? value) => value?.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => value.ToJsonString().AsSpan().ContainsAny(".eE") ? "number" : "integer",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        _ => "null",
    };

    private void Combined(string message, IReadOnlyList<FieldError> more)
    {
        Add("FieldValueInvalid", Nowhere, $"Invalid value: \"\": {message}");
        _errors.AddRange(more);
    }

    private void Invalid(string path, JsonNode value, string why) => _errors.Add(FieldError.Invalid(path, value, why));

    private void Add(string reason, string path, string message) => _errors.Add(new FieldError(reason, path, message));
}
