using System.Reflection;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Tables;

/// <summary>Descriptions of columns, read from <c>columns.tsv</c>.</summary>
internal static class ColumnTexts
{
    private const string All = "*";
    private static readonly Dictionary<(string Resource, string Column), string> Texts = Read();

    /// <summary>The description of a column; empty when there is none.</summary>
    public static string Of(ResourceType type, string column) => Texts.GetValueOrDefault((type.ToString(), column)) ?? OfAll(column);

    /// <summary>The description of a column that every kind has.</summary>
    public static string OfAll(string column) => Texts.GetValueOrDefault((All, column), "");

    private static Dictionary<(string, string), string> Read()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Portal.Sandbox.Api.Tables.columns.tsv")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(l => l[0] != '#')
            .Select(l => l.Split('\t'))
            .ToDictionary(f => (f[0], f[1]), f => f[2].Replace("\\n", "\n", StringComparison.Ordinal));
    }
}
