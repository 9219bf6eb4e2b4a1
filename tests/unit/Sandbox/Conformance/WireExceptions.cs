using System.Globalization;
using System.Reflection;

namespace Portal.UnitTests.Sandbox.Conformance;

/// <summary>The recordings that need not match, from <c>exceptions.tsv</c>.</summary>
internal static class WireExceptions
{
    public static IReadOnlyList<WireException> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Portal.UnitTests.Sandbox.Conformance.exceptions.tsv")!;
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => l[0] != '#').Select(Parse)];
    }

    private static WireException Parse(string line) => line.Split('\t') is [var number, "always" or "sometimes", { Length: > 0 } reason]
        ? new WireException(int.Parse(number, CultureInfo.InvariantCulture), line.Split('\t')[1] == "always", reason)
        : throw new InvalidDataException($"exceptions.tsv: expected number, always or sometimes, and a reason: {line}");
}
