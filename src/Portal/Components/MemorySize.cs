using System.Text.RegularExpressions;

namespace Portal.Components;

/// <summary>Memory as Spark writes it (512m, 2g), for people: a number and a unit.</summary>
/// <param name="Number">Digits; anything else when the text is no such size.</param>
/// <param name="Unit">m (MiB) or g (GiB); empty when the text is no such size.</param>
public sealed partial record MemorySize(string Number, string Unit)
{
    public static MemorySize Parse(string text) =>
        Pattern().Match(text.Trim()) is { Success: true } match
            ? new(match.Groups["number"].Value, match.Groups["unit"].Value.ToLowerInvariant())
            : new(text, "");

    /// <summary>For example <c>2 GiB</c>; what is no such size stays as it is.</summary>
    public static string Readable(string text) => Parse(text) switch
    {
        { Unit: "m" } size => $"{size.Number} MiB",
        { Unit: "g" } size => $"{size.Number} GiB",
        _ => text,
    };

    /// <summary>As Spark writes it.</summary>
    public override string ToString() => Number + Unit;

    [GeneratedRegex(@"\A(?<number>[0-9]*)(?<unit>[mgMG])[bB]?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pattern();
}
