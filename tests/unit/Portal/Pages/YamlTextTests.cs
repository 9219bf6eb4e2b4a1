using System.Text.Json.Nodes;
using Portal.Features.Jobs.Manifests;
using YamlDotNet.RepresentationModel;

namespace Portal.UnitTests.Pages;

public sealed class YamlTextTests
{
    [Theory]
    [InlineData("96")]
    [InlineData("1e3")]
    [InlineData("true")]
    [InlineData("No")]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("2026-11-21")]
    [InlineData("12:30:45")]
    [InlineData("0x1f")]
    public void Text_ThatLooksLikeSomethingElse_IsQuoted(string text) => YamlText.Write(new JsonObject { ["key"] = text }).ShouldBe($"key: \"{text}\"\n");

    [Theory]
    [InlineData("4g", "4g")]
    [InlineData("s3a://code/basket.py", "s3a://code/basket.py")]
    [InlineData("512m", "512m")]
    public void Text_ThatIsPlain_StaysPlain(string text, string written) => YamlText.Write(new JsonObject { ["key"] = text }).ShouldBe($"key: {written}\n");

    [Theory]
    [InlineData("a: b # c")]
    [InlineData("- item")]
    [InlineData("line one\n  line two\n\nline four\n")]
    [InlineData("trailing \n")]
    [InlineData("\ttab and \"quotes\" and 'those'")]
    [InlineData("with\r\nwindows ends")]
    [InlineData("{{ template }}")]
    [InlineData(" leading")]
    [InlineData("\n\nleading lines")]
    [InlineData("def f():\n\treturn 1\n")]
    [InlineData("a\u0001b")]
    public void Text_OfAnyKind_IsReadBackAsItWas(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(YamlText.Write(new JsonObject { ["key"] = text, ["list"] = new JsonArray(text) })));

        var root = (YamlMappingNode)yaml.Documents[0].RootNode;
        ((YamlScalarNode)root["key"]).Value.ShouldBe(text);
        ((YamlScalarNode)root["list"][0]).Value.ShouldBe(text);
    }

    [Fact]
    public void Tree_IsWrittenAsPeopleWriteIt() =>
        YamlText.Write(new JsonObject
        {
            ["spec"] = new JsonObject { ["cores"] = 2, ["suspend"] = false, ["arguments"] = new JsonArray("--from", "2026"), ["labels"] = new JsonObject(), ["note"] = null },
        }).ShouldBe("""
            spec:
              cores: 2
              suspend: false
              arguments:
                - --from
                - "2026"
              labels: {}
              note: null

            """, StringCompareShould.IgnoreLineEndings);
}
