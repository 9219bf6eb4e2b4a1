using System.Buffers;
using System.Text.Json;
using Portal.Sandbox.Api.Schemas;
using Portal.Sandbox.Api.Schemas.Reading;
using static Portal.Sandbox.Api.CustomResources.Definitions.DefinitionRules;

namespace Portal.Sandbox.Api.CustomResources.Definitions;

/// <summary>What one version of a definition must be like.</summary>
internal static class VersionRules
{
    private const int MaxSelectableFields = 8;
    private static readonly SearchValues<char> Notation = SearchValues.Create("[]*'\"()?@");
    private static readonly string[] ColumnTypes = ["boolean", "date", "integer", "number", "string"];
    private static readonly string[] ColumnFormats = ["byte", "date", "date-time", "double", "float", "int32", "int64", "password"];

    /// <param name="version">The version.</param>
    /// <param name="path">Where Kubernetes finds its parts.</param>
    /// <param name="missing">Where it misses a schema.</param>
    /// <param name="schemaMember">What it calls the schema there.</param>
    public static IEnumerable<FieldError> Check(JsonElement version, string path, string missing, string schemaMember)
    {
        var document = Member(Member(version, "schema"), "openAPIV3Schema");
        var schema = document.ValueKind == JsonValueKind.Object ? new SchemaReader().Read(document) : null;
        var errors = schema is null
            ? [FieldError.Required($"{missing}.openAPIV3Schema", "schemas are required")]
            : StructuralRules.Check(schema, $"{path}.{schemaMember}.openAPIV3Schema");
        return errors
            .Concat(Subresources(Member(version, "subresources"), $"{path}.subresources"))
            .Concat(Elements(Member(version, "additionalPrinterColumns")).SelectMany((c, i) => Column(c, $"{path}.additionalPrinterColumns[{i}]")))
            .Concat(SelectableFields(Member(version, "selectableFields"), schema, $"{path}.selectableFields"));
    }

    private static IEnumerable<FieldError> Subresources(JsonElement subresources, string path)
    {
        var scale = Member(subresources, "scale");
        if (scale.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }
        foreach (var (member, roots) in new[] { ("specReplicasPath", ".spec"), ("statusReplicasPath", ".status"), ("labelSelectorPath", "either .spec or .status") })
        {
            var (field, text) = ($"{path}.scale.{member}", Text(scale, member));
            if (text.Length == 0 && member != "labelSelectorPath")
            {
                yield return FieldError.Required(field);
            }
            else if (text.Length > 0 && (!IsSimple(text) || !Array.Exists(roots.Split(' '), r => text.StartsWith(r + ".", StringComparison.Ordinal))))
            {
                yield return FieldError.Invalid(field, text, IsSimple(text) ? $"should be a json path under {roots}" : "should be a json path without array notation");
            }
        }
    }

    private static IEnumerable<FieldError> Column(JsonElement column, string path)
    {
        if (Text(column, "name").Length == 0)
        {
            yield return FieldError.Required($"{path}.name");
        }
        var type = Text(column, "type");
        if (type.Length == 0)
        {
            yield return FieldError.Required($"{path}.type", $"must be one of {string.Join(",", ColumnTypes)}");
        }
        else if (!ColumnTypes.Contains(type, StringComparer.Ordinal))
        {
            yield return FieldError.Invalid($"{path}.type", type, $"must be one of {string.Join(",", ColumnTypes)}");
        }
        if (Text(column, "format") is { Length: > 0 } format && !ColumnFormats.Contains(format, StringComparer.Ordinal))
        {
            yield return FieldError.Invalid($"{path}.format", format, $"must be one of {string.Join(",", ColumnFormats)}");
        }
        if (Text(column, "jsonPath").Length == 0)
        {
            yield return FieldError.Required($"{path}.JSONPath");
        }
    }

    private static IEnumerable<FieldError> SelectableFields(JsonElement fields, Schema? schema, string path)
    {
        var paths = Elements(fields).Select(f => Text(f, "jsonPath")).ToList();
        if (paths.Count > MaxSelectableFields)
        {
            yield return FieldError.TooMany(path, paths.Count, MaxSelectableFields);
        }
        foreach (var (i, text) in paths.Index())
        {
            var field = $"{path}[{i}].jsonPath";
            if (text.Length == 0)
            {
                yield return FieldError.Required(field);
            }
            else if (paths.IndexOf(text) < i)
            {
                yield return FieldError.Duplicate(field, text);
            }
            else if (!IsSimple(text) || text.StartsWith(".metadata", StringComparison.Ordinal))
            {
                yield return FieldError.Invalid(field, text, "is an invalid path: must be a simple path to a field outside of metadata");
            }
            else if (schema is not null && text.TrimStart('.').Split('.').Aggregate((Schema?)schema, (at, name) => at?.Member(name)) is not { Type: "string" or "boolean" or "integer" })
            {
                yield return FieldError.Invalid(field, text, "is an invalid path: must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.");
            }
        }
    }

    private static bool IsSimple(string path) => path.StartsWith('.') && !path.AsSpan().ContainsAny(Notation);
}
