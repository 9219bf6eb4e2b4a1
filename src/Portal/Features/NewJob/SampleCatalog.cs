using System.Reflection;
using Portal.Core.Jobs;

namespace Portal.Features.NewJob;

/// <summary>
/// The samples that are built into the portal: each folder of <c>samples/</c> with one Python script, what the script reads beside it.
/// The script's first comment or docstring says what it does: <c>"""Title. What it does."""</c>
/// </summary>
public sealed class SampleCatalog
{
    private const string Prefix = "samples/";

    private readonly Lazy<IReadOnlyList<Sample>> _all = new(Read);

    public IReadOnlyList<Sample> All => _all.Value;

    public Sample? Find(string? id) => All.FirstOrDefault(s => s.Id == id);

    private static List<Sample> Read()
    {
        var assembly = typeof(SampleCatalog).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(n => n[Prefix.Length..].Split('/'))
                .Where(parts => parts.Length == 2)
                .GroupBy(parts => parts[0], parts => parts[1], StringComparer.Ordinal)
                .Select(folder => ReadOne(assembly, folder.Key, [.. folder]))
                .OfType<Sample>()
                .OrderBy(s => s.Id, StringComparer.Ordinal),
        ];
    }

    private static Sample? ReadOne(Assembly assembly, string id, IReadOnlyList<string> names)
    {
        var files = names.Order(StringComparer.Ordinal).Select(n => new JobFile(n, Text(assembly, $"{Prefix}{id}/{n}"))).ToList();
        if (files.Find(f => f.Name.EndsWith(".py", StringComparison.Ordinal)) is not { } script)
        {
            return null;
        }

        var (title, description) = Describe(id, script.Content);
        return new Sample(id, title, description, script, [.. files.Where(f => f != script && !f.Name.EndsWith(".md", StringComparison.Ordinal))]);
    }

    private static (string Title, string Description) Describe(string id, string script)
    {
        var start = script.IndexOf("\"\"\"", StringComparison.Ordinal);
        var end = start < 0 ? -1 : script.IndexOf("\"\"\"", start + 3, StringComparison.Ordinal);
        if (end < 0)
        {
            return (id, "");
        }

        var words = string.Join(' ', script[(start + 3)..end].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        var dot = words.IndexOf(". ", StringComparison.Ordinal);
        return dot < 0 ? (id, words) : (words[..dot], words[(dot + 2)..]);
    }

    private static string Text(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
