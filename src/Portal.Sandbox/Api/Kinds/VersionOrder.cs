using System.Globalization;
using System.Text.RegularExpressions;

namespace Portal.Sandbox.Api.Kinds;

/// <summary>Versions as Kubernetes prefers them: v2, v1, v1beta2, v1beta1, v1alpha1, and then anything else by name.</summary>
public sealed partial class VersionOrder : IComparer<string>
{
    public static readonly VersionOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        var (a, b) = (Read(x ?? ""), Read(y ?? ""));
        return a is null || b is null
            ? (a is null).CompareTo(b is null) is var known and not 0 ? known : string.CompareOrdinal(x, y)
            : b.Value.CompareTo(a.Value);
    }

    /// <summary>Stability (2 for a release), major, minor; null for a name of another form.</summary>
    private static (int Stability, int Major, int Minor)? Read(string version)
    {
        if (VersionPattern().Match(version) is not { Success: true } match)
        {
            return null;
        }
        var stability = match.Groups["stage"].Value switch { "alpha" => 0, "beta" => 1, _ => 2 };
        return (stability, Number(match.Groups["major"].Value), Number(match.Groups["minor"].Value));
    }

    private static int Number(string digits) => int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(@"^v(?<major>\d+)((?<stage>alpha|beta)(?<minor>\d+))?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex VersionPattern();
}
