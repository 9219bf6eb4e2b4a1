using System.Text.RegularExpressions;
using System.Xml.Linq;
using Portal.Core.Jobs;

namespace Portal.UnitTests.Pages;

/// <summary>Every text that a page asks for is there, in every language.</summary>
public sealed partial class TextsTests
{
    private static readonly string Portal = Path.Combine(Root(), "src/Portal");

    [Fact]
    public void Keys_UsedByPages_AreThere()
    {
        var keys = Read("Texts.resx").Keys;
        string[] folders = ["Components", "Layout", "Features/Home", "Features/Jobs", "Features/NewJob", "Features/Runs", "Features/Errors"];
        var used = folders.SelectMany(f => Directory.EnumerateFiles(Path.Combine(Portal, f), "*.razor", SearchOption.AllDirectories))
            .SelectMany(f => Used().Matches(File.ReadAllText(f)).Select(m => m.Groups["key"].Value))
            .Concat(Enum.GetNames<JobState>().Select(s => $"State{s}"));

        used.Except(keys).ShouldBeEmpty();
    }

    [Fact]
    public void German_HasTheSameKeysAndPlaceholders()
    {
        var english = Read("Texts.resx");
        var german = Read("Texts.de.resx");

        german.Keys.ShouldBe(english.Keys, ignoreOrder: true);
        english.Where(t => !Places(t.Value).SetEquals(Places(german[t.Key]))).Select(t => t.Key).ShouldBeEmpty();
    }

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(m => m.Value)];



    private static Dictionary<string, string> Read(string file) =>
        XDocument.Load(Path.Combine(Portal, "Resources", file)).Descendants("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Portal.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex("""(T\[|Texts\.Count\(T, )"(?<key>[^"]+)"[\],]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Used();

    [GeneratedRegex(@"\{[0-9]", RegexOptions.None, 1000)]
    private static partial Regex Place();
}
