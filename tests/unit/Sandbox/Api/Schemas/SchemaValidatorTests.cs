using Portal.Sandbox.Api.Schemas;

namespace Portal.UnitTests.Sandbox.Api.Schemas;

public sealed class SchemaValidatorTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "\"two\"", "Invalid value: \"string\": v in body must be of type integer: \"string\"")]
    [InlineData("""{"type":"string"}""", "1", "Invalid value: \"integer\": v in body must be of type string: \"integer\"")]
    [InlineData("""{"type":"string"}""", "1.5", "Invalid value: \"number\": v in body must be of type string: \"number\"")]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", "{}", "Invalid value: \"object\": v in body must be of type array: \"object\"")]
    [InlineData("""{"type":"string"}""", "null", "Invalid value: \"null\": v in body must be of type string: \"null\"")]
    [InlineData("""{"x-kubernetes-int-or-string":true}""", "true", "Invalid value: \"boolean\": v in body must be of type integer,string: \"boolean\"")]
    [InlineData("""{"type":"string","enum":["a","b"]}""", "\"c\"", "Unsupported value: \"c\": supported values: \"a\", \"b\"")]
    [InlineData("""{"type":"string","pattern":"^[a-z]+$"}""", "\"A\"", "Invalid value: \"A\": v in body should match '^[a-z]+$'")]
    [InlineData("""{"type":"string","minLength":2}""", "\"a\"", "Invalid value: \"a\": v in body should be at least 2 chars long")]
    [InlineData("""{"type":"string","maxLength":2}""", "\"abc\"", "Too long: may not be more than 2 bytes")]
    [InlineData("""{"type":"integer","minimum":1}""", "0", "Invalid value: 0: v in body should be greater than or equal to 1")]
    [InlineData("""{"type":"integer","minimum":1,"exclusiveMinimum":true}""", "1", "Invalid value: 1: v in body should be greater than 1")]
    [InlineData("""{"type":"number","maximum":0.5}""", "0.6", "Invalid value: 0.6: v in body should be less than or equal to 0.5")]
    [InlineData("""{"type":"integer","maximum":2147483647}""", "3000000000", "Invalid value: 3000000000: v in body should be less than or equal to 2.147483647e+09")]
    [InlineData("""{"type":"integer","multipleOf":3}""", "4", "Invalid value: 4: v in body should be a multiple of 3")]
    [InlineData("""{"type":"integer","format":"int32"}""", "3000000000", "Invalid value: \"\": Checked value must be of type integer with format int32 in v")]
    [InlineData("""{"type":"array","items":{"type":"string"},"minItems":1}""", "[]", "Invalid value: 0: v in body should have at least 1 items")]
    [InlineData("""{"type":"array","items":{"type":"string"},"maxItems":1}""", """["a","b"]""", "Too many: 2: must have at most 1 items")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"},"minProperties":1}""", "{}", "Invalid value: 0: v in body should have at least 1 properties")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"string"},"maxProperties":1}""", """{"a":"1","b":"2"}""", "Too many: 2: must have at most 1 items")]
    [InlineData("""{"type":"string","format":"date-time"}""", "\"yesterday\"", "Invalid value: \"yesterday\": v in body must be of type date-time: \"yesterday\"")]
    [InlineData("""{"type":"string","format":"ipv4"}""", "\"1.2.3\"", "Invalid value: \"1.2.3\": v in body must be of type ipv4: \"1.2.3\"")]
    [InlineData("""{"type":"object","x-kubernetes-preserve-unknown-fields":true,"not":{"required":["a"]}}""", """{"a":1}""", "Invalid value: \"\": \"v\" must not validate the schema (not)")]
    [InlineData("""{"type":"object","x-kubernetes-preserve-unknown-fields":true,"oneOf":[{"required":["a"]},{"required":["b"]}]}""", """{"a":1,"b":1}""", "Invalid value: \"\": \"v\" must validate one and only one schema (oneOf). Found 2 valid alternatives")]
    public void Validate_WrongValue_SaysItAsKubernetesDoes(string schema, string value, string message)
    {
        var errors = SchemaValidator.Validate(SchemaText.Object($$"""{"v":{{value}}}"""), SchemaText.Member(schema));

        errors.Select(e => e.Message).ShouldBe([message]);
    }

    [Theory]
    [InlineData("""{"type":"integer"}""", "1.0")]
    [InlineData("""{"type":"number"}""", "1")]
    [InlineData("""{"type":"string","nullable":true,"enum":["a"]}""", "null")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"type":"string"}],"x-kubernetes-int-or-string":true,"pattern":"^[0-9]+$"}""", "\"5\"")]
    [InlineData("""{"type":"string","maxLength":2}""", "\"\\uD83D\\uDE80\\u00e9\"")]
    [InlineData("""{"type":"string","format":"nobody-knows"}""", "\"x\"")]
    [InlineData("""{"type":"string","format":"duration"}""", "\"1h30m\"")]
    [InlineData("""{"type":"string","pattern":"^\\d+$"}""", "\"12\"")]
    public void Validate_RightValue_SaysNothing(string schema, string value) =>
        SchemaValidator.Validate(SchemaText.Object($$"""{"v":{{value}}}"""), SchemaText.Member(schema)).ShouldBeEmpty();

    [Fact]
    public void Validate_NestedFaults_NamesTheirPaths()
    {
        var schema = SchemaText.Schema("""
            {"type":"object","required":["spec"],"properties":{"spec":{"type":"object","required":["name","size"],"properties":{
              "name":{"type":"string"},"size":{"type":"integer"},
              "steps":{"type":"array","items":{"type":"object","properties":{"image":{"type":"string"}}}},
              "env":{"type":"object","additionalProperties":{"type":"string"}}}}}}
            """);

        var errors = SchemaValidator.Validate(SchemaText.Object("""{"spec":{"steps":[{},{"image":1}],"env":{"A.B":2},"size":"x"}}"""), schema);

        errors.Select(e => e.Field).ShouldBe(["spec.size", "spec.steps[1].image", "spec.env.A.B", "spec.name"]);
        errors[^1].ShouldBe(new Portal.Sandbox.Api.FieldError("FieldValueRequired", "spec.name", "Required value"));
    }

    [Fact]
    public void Validate_NoAlternativeFits_AddsWhatTheBestOneLacks()
    {
        var schema = SchemaText.Member("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"anyOf":[{"required":["a"]},{"required":["b"]}]}""");

        SchemaValidator.Validate(SchemaText.Object("""{"v":{}}"""), schema).Select(e => $"{e.Field}: {e.Message}")
            .ShouldBe(["<nil>: Invalid value: \"\": \"v\" must validate at least one schema (anyOf)", "v.a: Required value"]);
    }

    [Fact]
    public void Validate_ManyFaults_StopsAtTheBound()
    {
        var list = string.Join(',', Enumerable.Repeat("1", SchemaValidator.MaxErrors * 3));

        SchemaValidator.Validate(SchemaText.Object($$"""{"v":[{{list}}]}"""), SchemaText.Member("""{"type":"array","items":{"type":"string"}}""")).Count.ShouldBe(SchemaValidator.MaxErrors);
    }
}
