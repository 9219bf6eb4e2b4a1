using Portal.Sandbox.Api.Schemas;

namespace Portal.Sandbox.Api.CustomResources.Definitions;

/// <summary>What <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c> and <c>not</c> may say: bounds of what the schema around them describes, nothing new.</summary>
internal static class CombinationRules
{
    private static readonly (SchemaMembers Member, string Name, string Why)[] Empty =
    [
        (SchemaMembers.AdditionalProperties, "additionalProperties", "must be undefined to be structural"),
        (SchemaMembers.Default, "default", "must be undefined to be structural"),
        (SchemaMembers.Description, "description", "must be empty to be structural"),
        (SchemaMembers.Title, "title", "must be empty to be structural"),
        (SchemaMembers.Nullable, "nullable", "must be false to be structural"),
    ];

    public static IEnumerable<FieldError> Check(Schema schema, string path) => Check(schema, schema, path, path);

    /// <param name="schema">Has the combinations.</param>
    /// <param name="outer">Describes what they are about.</param>
    /// <param name="path">Where the combinations are.</param>
    /// <param name="outerPath">Where the description is.</param>
    private static IEnumerable<FieldError> Check(Schema schema, Schema outer, string path, string outerPath)
    {
        var typed = schema.IntOrString && IsIntOrStringIdiom(schema.AnyOf);
        var allOfTyped = schema.IntOrString && schema.AllOf.Count > 0 && IsIntOrStringIdiom(schema.AllOf[0].AnyOf);
        return schema.AllOf.SelectMany((s, i) => Nested(s, outer, $"{path}.allOf[{i}]", outerPath, allOfTyped && i == 0))
            .Concat(schema.AnyOf.SelectMany((s, i) => Nested(s, outer, $"{path}.anyOf[{i}]", outerPath, typed)))
            .Concat(schema.OneOf.SelectMany((s, i) => Nested(s, outer, $"{path}.oneOf[{i}]", outerPath, false)))
            .Concat(schema.Not is { } not ? Nested(not, outer, $"{path}.not", outerPath, false) : []);
    }

    private static IEnumerable<FieldError> Nested(Schema nested, Schema outer, string path, string outerPath, bool mayHaveType)
    {
        if (nested.Type.Length > 0 && !mayHaveType)
        {
            yield return FieldError.Forbidden($"{path}.type", "must be empty to be structural");
        }
        foreach (var (member, name, why) in Empty)
        {
            if (nested.Given.HasFlag(member))
            {
                yield return FieldError.Forbidden($"{path}.{name}", why);
            }
        }
        foreach (var (given, name) in new[]
        {
            (nested.PreserveUnknownFields, "x-kubernetes-preserve-unknown-fields"), (nested.EmbeddedResource, "x-kubernetes-embedded-resource"),
            (nested.IntOrString, "x-kubernetes-int-or-string"),
        })
        {
            if (given)
            {
                yield return FieldError.Forbidden($"{path}.{name}", "must be false to be structural");
            }
        }
        var nestedErrors = Check(nested, outer, path, outerPath);
        foreach (var (name, property) in nested.Properties)
        {
            var field = $"{path}.properties[{name}]";
            var known = outer.Member(name);
            if (known is null)
            {
                yield return FieldError.Required($"{outerPath}.properties[{name}]", $"because it is defined in {field}");
            }
            nestedErrors = nestedErrors.Concat(Nested(property, known ?? new Schema(), field, $"{outerPath}.properties[{name}]", false).Where(e => known is not null || e.Reason != "FieldValueRequired"));
        }
        if (nested.Items is { } items)
        {
            if (outer.Items is null)
            {
                yield return FieldError.Required($"{outerPath}.items", $"because it is defined in {path}.items");
            }
            nestedErrors = nestedErrors.Concat(Nested(items, outer.Items ?? new Schema(), $"{path}.items", $"{outerPath}.items", false).Where(e => outer.Items is not null || e.Reason != "FieldValueRequired"));
        }
        foreach (var error in nestedErrors)
        {
            yield return error;
        }
    }

    private static bool IsIntOrStringIdiom(IReadOnlyList<Schema> anyOf) => anyOf.Count == 2 && anyOf[0].Type == "integer" && anyOf[1].Type == "string";
}
