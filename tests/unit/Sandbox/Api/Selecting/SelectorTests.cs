using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Selecting;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Api.Selecting;

public sealed class SelectorTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("app=x", true)]
    [InlineData("app==x", true)]
    [InlineData("app=y", false)]
    [InlineData("app!=y", true)]
    [InlineData("none!=y", true)]
    [InlineData("app", true)]
    [InlineData("!app", false)]
    [InlineData("!none", true)]
    [InlineData("app in (x, y),tier notin (b)", true)]
    [InlineData("app in (y)", false)]
    [InlineData("tier notin (a)", false)]
    [InlineData("n>4", true)]
    [InlineData("n<4", false)]
    [InlineData("empty=", true)]
    [InlineData("example.com/app=z", true)]
    public void Labels_Selector_SelectsAsKubernetesDoes(string selector, bool selected)
    {
        var labels = new JsonObject { ["app"] = "x", ["tier"] = "a", ["n"] = "5", ["empty"] = "", ["example.com/app"] = "z" };
        LabelSelector.Parse(selector).Matches(labels).ShouldBe(selected);
    }

    [Theory]
    [InlineData("a===b")]
    [InlineData("a in b")]
    [InlineData("a in (b")]
    [InlineData("a,,b")]
    [InlineData("=a")]
    [InlineData("a>x")]
    [InlineData("a b")]
    [InlineData("!")]
    public void Labels_ThatMakeNoSense_AreRefused(string selector) => Should.Throw<ApiException>(() => LabelSelector.Parse(selector)).Code.ShouldBe(400);

    [Theory]
    [InlineData("metadata.name=p", true)]
    [InlineData("metadata.name!=p", false)]
    [InlineData("status.phase=Running,spec.nodeName=n", true)]
    [InlineData("status.phase==Running", true)]
    [InlineData("status.phase!=Running", false)]
    [InlineData("spec.nodeName=", false)]
    public void Fields_Selector_SelectsByValue(string selector, bool selected)
    {
        var pod = JsonNode.Parse("""{"metadata":{"name":"p"},"spec":{"nodeName":"n"},"status":{"phase":"Running"}}""")!.AsObject();
        FieldSelector.Parse(selector, KindTable.Of(ResourceTypes.Pods)).Matches(pod).ShouldBe(selected);
    }
}
