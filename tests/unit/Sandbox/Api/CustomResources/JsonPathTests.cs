using System.Text.Json.Nodes;
using Portal.Sandbox.Api.CustomResources;

namespace Portal.UnitTests.Sandbox.Api.CustomResources;

public sealed class JsonPathTests
{
    private const string Object = """
        {"metadata":{"labels":{"a.b/c":"x"}},"spec":{"list":[{"n":1,"v":"one"},{"n":2,"v":"two"}],"text":"t"},"status":{"conditions":[{"type":"Ready","status":"True"}]}}
        """;

    [Theory]
    [InlineData(".spec.text", "t")]
    [InlineData("{.spec.text}", "t")]
    [InlineData("$.spec.text", "t")]
    [InlineData(".metadata.labels['a\\.b/c']", "x")]
    [InlineData(".metadata.labels.a\\.b/c", "x")]
    [InlineData(".spec.list[1].v", "two")]
    [InlineData(".spec.list[-1].v", "two")]
    [InlineData(".spec.list[*].v", "one")]
    [InlineData(".spec.list[?(@.n>1)].v", "two")]
    [InlineData(".status.conditions[?(@.type==\"Ready\")].status", "True")]
    [InlineData(".status.conditions[?(@.type == 'Ready')].status", "True")]
    [InlineData(".status.conditions[?(@.type==\"Other\")].status", null)]
    [InlineData(".spec.nosuch.deeper", null)]
    [InlineData(".spec.list[7].v", null)]
    [InlineData("spec", null)]
    [InlineData(".spec.list[", null)]
    [InlineData(".spec.list[?(@.n>", null)]
    [InlineData("", null)]
    public void First_Path_FindsTheValue(string path, string? value) => JsonPath.Parse(path).First(JsonNode.Parse(Object))?.ToString().ShouldBe(value);

    [Fact]
    public void Parse_RandomText_NeverFails()
    {
        var random = new Random(5);
        const string Letters = ".[]()?@='\"*ab1-\\ $,<>";
        for (var i = 0; i < 20_000; i++)
        {
            var path = JsonPath.Parse(string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => Letters[random.Next(Letters.Length)])));
            path.First(JsonNode.Parse("""{"a":{"b":[1]}}"""));
        }
    }
}
