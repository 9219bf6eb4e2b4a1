using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Schemas;

/// <summary>Bounds of texts and numbers.</summary>
internal static class ScalarRules
{
    private const string Nowhere = "<nil>";

    public static IEnumerable<FieldError> Check(JsonValue value, Schema schema, string path) => value.GetValueKind() switch
    {
        JsonValueKind.String when ReferenceEquals(schema.Rules, ValueRules.None) => [],
        JsonValueKind.String => Text(value.GetValue<string>(), schema.Rules, path),
        JsonValueKind.Number => Number(value, schema, path),
        _ => [],
    };

    private static IEnumerable<FieldError> Text(string text, ValueRules rules, string path)
    {
        // Length is counted in characters, not in the halves of UTF-16.
        var length = rules.MaxLength is null && rules.MinLength is null ? 0 : text.EnumerateRunes().Count();
        if (length > rules.MaxLength)
        {
            yield return FieldError.TooLong(path, $"may not be more than {rules.MaxLength} bytes");
        }
        if (length < rules.MinLength)
        {
            yield return FieldError.Invalid(path, text, $"{path} in body should be at least {rules.MinLength} chars long");
        }
        if (rules.PatternRegex is { } pattern && !pattern.IsMatch(text))
        {
            yield return FieldError.Invalid(path, text, $"{path} in body should match '{rules.Pattern}'");
        }
        if (rules.Format.Length > 0 && !Formats.Matches(rules.Format, text))
        {
            yield return FieldError.Invalid(path, text, $"{path} in body must be of type {rules.Format}: \"{text}\"") with { Reason = "FieldValueTypeInvalid" };
        }
    }

    private static IEnumerable<FieldError> Number(JsonValue value, Schema schema, string path)
    {
        var rules = schema.Rules;
        var text = value.ToJsonString();
        if (OutOfRange(text, schema) is { } range)
        {
            yield return new FieldError("FieldValueInvalid", Nowhere, $"Invalid value: \"\": Checked value must be of type {schema.Type} {range} in {path}");
        }
        if (ReferenceEquals(rules, ValueRules.None))
        {
            yield break;
        }
        var number = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (rules.MultipleOf is { } factor && Math.Abs(Math.IEEERemainder(number, factor)) > 1e-9)
        {
            yield return FieldError.Invalid(path, value, $"{path} in body should be a multiple of {JsonNumber.Text(factor)}");
        }
        if (rules.Maximum is { } max && (rules.ExclusiveMaximum ? number >= max : number > max))
        {
            yield return FieldError.Invalid(path, value, $"{path} in body should be less than {(rules.ExclusiveMaximum ? "" : "or equal to ")}{JsonNumber.Text(max)}");
        }
        if (rules.Minimum is { } min && (rules.ExclusiveMinimum ? number <= min : number < min))
        {
            yield return FieldError.Invalid(path, value, $"{path} in body should be greater than {(rules.ExclusiveMinimum ? "" : "or equal to ")}{JsonNumber.Text(min)}");
        }
    }

    /// <summary>What a whole number does not fit into; null when it does.</summary>
    private static string? OutOfRange(string text, Schema schema)
    {
        if (schema.Type != "integer" || text.AsSpan().ContainsAny(".eE"))
        {
            return null;
        }
        var fits = schema.Rules.Format == "int32" ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
        return fits ? null : schema.Rules.Format.Length > 0 ? $"with format {schema.Rules.Format}" : "(default format)";
    }
}
