using Portal.Sandbox.Node.Settings;

namespace Portal.UnitTests.Sandbox.Node;

public sealed class VariableExpansionTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["A"] = "1", ["B"] = "$(A)", ["my.var"] = "x" };

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("$(A)-$(A)", "1-1")]
    [InlineData("$(B)", "$(A)")]
    [InlineData("$(NONE)", "$(NONE)")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$$$(A)", "$1")]
    [InlineData("$A ${A}", "$A ${A}")]
    [InlineData("$(A", "$(A")]
    [InlineData("$(my.var)", "x")]
    [InlineData("end$", "end$")]
    [InlineData("", "")]
    public void Expand_Text_FollowsKubernetesRules(string text, string expected) => VariableExpansion.Expand(text, Variables).ShouldBe(expected);
}
