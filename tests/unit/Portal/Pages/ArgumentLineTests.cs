using FsCheck;
using FsCheck.Fluent;
using Portal.Features.Jobs.Manifests;

namespace Portal.UnitTests.Pages;

public sealed class ArgumentLineTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("  a   b ", new[] { "a", "b" })]
    [InlineData("--title 'Sales of the month'", new[] { "--title", "Sales of the month" })]
    [InlineData("""--json "{\"a\": 1}" """, new[] { "--json", """{"a": 1}""" })]
    [InlineData("a\\ b ''", new[] { "a b", "" })]
    [InlineData("it\\'s 'a'\"b\"c", new[] { "it's", "abc" })]
    [InlineData("$(rm -rf /) *", new[] { "$(rm", "-rf", "/)", "*" })]
    public void Line_IsTakenApartAsAShellWould(string line, string[] arguments)
    {
        ArgumentLine.TrySplit(line, out var split).ShouldBeTrue();
        split.ShouldBe(arguments);
    }

    [Theory]
    [InlineData("'open")]
    [InlineData("a \"open")]
    public void Line_WithAnOpenQuote_IsRefused(string line) => ArgumentLine.TrySplit(line, out _).ShouldBeFalse();

    [Fact]
    public void Join_OfAnything_IsSplitIntoTheSame()
    {
        Prop.ForAll<string[]>(given =>
        {
            var arguments = given.Select(a => a ?? "").ToArray();
            return ArgumentLine.TrySplit(ArgumentLine.Join(arguments), out var split) && split.SequenceEqual(arguments);
        }).Check(Config.QuickThrowOnFailure.WithReplay(20261121, 7).WithMaxTest(500));
    }
}
