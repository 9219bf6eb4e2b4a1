using Portal.Sandbox.Api.Schemas;
using Portal.Sandbox.Api.Schemas.Reading;

namespace Portal.UnitTests.Sandbox.Api.Schemas;

/// <summary>Pruning and defaulting.</summary>
public sealed class SchemaShapeTests
{
    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}}}""", """{"a":"1","b":"2"}""", """{"a":"1"}""", "v.b")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"object","properties":{"a":{"type":"string"}}}}""", """{"k":{"a":"1","b":"2"}}""", """{"k":{"a":"1"}}""", "v.k.b")]
    [InlineData("""{"type":"array","items":{"type":"object","properties":{"a":{"type":"string"}}}}""", """[{"a":"1"},{"b":"2"}]""", """[{"a":"1"},{}]""", "v[1].b")]
    [InlineData("""{"type":"object","x-kubernetes-preserve-unknown-fields":true}""", """{"b":{"c":1}}""", """{"b":{"c":1}}""", "")]
    [InlineData("""{"type":"object","x-kubernetes-preserve-unknown-fields":true,"properties":{"a":{"type":"object","properties":{"x":{"type":"string"}}}}}""", """{"a":{"y":1},"b":1}""", """{"a":{},"b":1}""", "v.a.y")]
    [InlineData("""{"type":"object","x-kubernetes-embedded-resource":true,"properties":{"spec":{"type":"object"}}}""", """{"apiVersion":"v1","kind":"K","metadata":{"labels":{"a":"b"}},"spec":{"x":1},"data":{}}""", """{"apiVersion":"v1","kind":"K","metadata":{"labels":{"a":"b"}},"spec":{}}""", "v.spec.x,v.data")]
    public void Prune_UnknownFields_AreTakenOutAndNamed(string schema, string value, string expected, string removed)
    {
        var obj = SchemaText.Object($$"""{"apiVersion":"a/v1","kind":"K","metadata":{"name":"n"},"v":{{value}}}""");

        string.Join(',', SchemaPruner.Prune(obj, SchemaText.Member(schema))).ShouldBe(removed);

        obj["v"]!.ToJsonString().ShouldBe(SchemaText.Object($$"""{"v":{{expected}}}""")["v"]!.ToJsonString());
        obj.ContainsKey("metadata").ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"type":"string","default":"x"}""", "{}", """{"v":"x"}""")]
    [InlineData("""{"type":"string","default":"x"}""", """{"v":"y"}""", """{"v":"y"}""")]
    [InlineData("""{"type":"string","default":"x"}""", """{"v":null}""", """{"v":"x"}""")]
    [InlineData("""{"type":"string","nullable":true,"default":"x"}""", """{"v":null}""", """{"v":null}""")]
    [InlineData("""{"type":"string"}""", """{"v":null}""", "{}")]
    [InlineData("""{"type":"object","default":{},"properties":{"a":{"type":"integer","default":1}}}""", "{}", """{"v":{"a":1}}""")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"integer","default":1}}}""", "{}", "{}")]
    [InlineData("""{"type":"array","items":{"type":"object","properties":{"p":{"type":"string","default":"TCP"}}}}""", """{"v":[{},{"p":"UDP"}]}""", """{"v":[{"p":"TCP"},{"p":"UDP"}]}""")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"object","properties":{"p":{"type":"string","default":"TCP"}}}}""", """{"v":{"k":{}}}""", """{"v":{"k":{"p":"TCP"}}}""")]
    public void Default_WhatIsNotGiven_IsFilledIn(string schema, string obj, string expected)
    {
        var tree = SchemaText.Object(obj);

        SchemaDefaults.Apply(tree, SchemaText.Member(schema));

        tree.ToJsonString().ShouldBe(SchemaText.Object(expected).ToJsonString());
    }

    [Theory]
    [InlineData("""{"type":7}""", "type")]
    [InlineData("""{"properties":[]}""", "properties")]
    [InlineData("""{"properties":{"a":{"required":"b"}}}""", "properties[a].required")]
    [InlineData("""{"pattern":"("}""", "pattern")]
    public void Read_NoSchema_SaysWhere(string json, string path) =>
        Should.Throw<SchemaFormatException>(() => SchemaText.Schema(json)).Path.ShouldBe(path);

    [Fact]
    public void Read_TooDeep_IsRefused()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"items":""", SchemaReader.MaxDepth + 2)) + "{}" + new string('}', SchemaReader.MaxDepth + 2);
        using var document = System.Text.Json.JsonDocument.Parse(deep, new System.Text.Json.JsonDocumentOptions { MaxDepth = 512 });

        Should.Throw<SchemaFormatException>(() => new SchemaReader().Read(document.RootElement)).Why.ShouldContain("levels deep");
    }

    [Theory]
    [InlineData("^a$", "a", true)]
    [InlineData("^a$", "a\n", false)]
    [InlineData(@"^\d$", "٣", false)]
    [InlineData("[[:alpha:]]", "1", false)]
    [InlineData("[^]a]", "]", false)]
    [InlineData("(?P<n>x)+", "xx", true)]
    [InlineData(@"^[\w.$-]+$", "a.b$-", true)]
    public void Pattern_OfGo_MatchesAsThere(string pattern, string text, bool matches) => GoPattern.Compile(pattern).IsMatch(text).ShouldBe(matches);
}
