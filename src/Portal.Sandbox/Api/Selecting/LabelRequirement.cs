namespace Portal.Sandbox.Api.Selecting;

/// <summary>One comma-separated part of a label selector.</summary>
/// <param name="Key">Label.</param>
/// <param name="Operator">One of <c>in notin exists ! gt lt</c>; <c>=</c> is <c>in</c> with one value.</param>
/// <param name="Values">Values, where the operator takes any.</param>
public sealed record LabelRequirement(string Key, string Operator, IReadOnlyList<string> Values)
{
    /// <summary>Whether a label with that value, or (null) without one, is selected.</summary>
    public bool Matches(string? value) => Operator switch
    {
        "exists" => value is not null,
        "!" => value is null,
        "in" => value is not null && Values.Contains(value, StringComparer.Ordinal),
        "notin" => value is null || !Values.Contains(value, StringComparer.Ordinal),
        "gt" => long.TryParse(value, out var number) && number > long.Parse(Values[0], System.Globalization.CultureInfo.InvariantCulture),
        _ => long.TryParse(value, out var number) && number < long.Parse(Values[0], System.Globalization.CultureInfo.InvariantCulture),
    };
}
