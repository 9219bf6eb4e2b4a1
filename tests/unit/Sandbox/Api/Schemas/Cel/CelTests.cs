using System.Diagnostics;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Schemas;
using Portal.Sandbox.Api.Schemas.Cel;
using Portal.Sandbox.Api.Schemas.Cel.Syntax;

namespace Portal.UnitTests.Sandbox.Api.Schemas.Cel;

public sealed class CelTests
{
    private const string Self = """
        {"name":"pi","count":3,"ratio":0.5,"on":true,"tags":["x","y","z"],"labels":{"app":"a","tier":"b"},"since":"2026-11-21T10:00:00Z","until":"2026-11-21T11:00:00Z",
         "items":[{"name":"one","size":1},{"name":"two","size":2}],"none":null,"a-b":"dash"}
        """;

    private static readonly Schema Schema = SchemaText.Schema("""
        {"type":"object","properties":{"name":{"type":"string"},"count":{"type":"integer"},"ratio":{"type":"number"},"on":{"type":"boolean"},"missing":{"type":"string"},
         "tags":{"type":"array","items":{"type":"string"}},"labels":{"type":"object","additionalProperties":{"type":"string"}},"a-b":{"type":"string"},
         "since":{"type":"string","format":"date-time"},"until":{"type":"string","format":"date-time"},"none":{"type":"string","nullable":true},
         "items":{"type":"array","items":{"type":"object","properties":{"name":{"type":"string"},"size":{"type":"integer"},"extra":{"type":"string"}}}}}}
        """);

    [Theory]
    [InlineData("self.name == 'pi'")]
    [InlineData("self.count + 1 == 4 && self.count * 2 == 6 && 7 / 2 == 3 && 7 % 2 == 1 && -self.count == -3")]
    [InlineData("self.ratio < 1.0 && self.count > self.ratio && 1 == 1.0")]
    [InlineData("has(self.name) && !has(self.missing) && !has(self.none)")]
    [InlineData("self.tags.all(t, t != '') && self.tags.exists(t, t == 'y') && self.tags.exists_one(t, t > 'y')")]
    [InlineData("self.tags.filter(t, t != 'y') == ['x', 'z'] && self.tags.map(t, t + '!')[0] == 'x!' && self.tags.map(t, t != 'y', t).size() == 2")]
    [InlineData("'x' in self.tags && 'app' in self.labels && !('q' in self.labels) && 2 in [1, 2]")]
    [InlineData("self.labels.all(k, k.size() >= 3) && self.labels['app'] == 'a' && self.labels.app == 'a'")]
    [InlineData("size(self.tags) == 3 && self.tags.size() == 3 && size(self.name) == 2 && size(self.labels) == 2")]
    [InlineData("self.name.startsWith('p') && self.name.endsWith('i') && self.name.contains('pi') && self.name.matches('^p[a-z]$')")]
    [InlineData("self.on ? true : self.missing == 'x'")]
    [InlineData("self.missing == 'x' || self.on")]
    [InlineData("!(self.missing == 'x' && !self.on)")]
    [InlineData("self.items.all(i, has(i.extra) ? i.extra == '' : i.size > 0)")]
    [InlineData("self.items.filter(i, size(self.items.filter(j, j == i)) > 1).size() == 0")]
    [InlineData("self.until - self.since == duration('1h') && self.since < self.until && self.since == timestamp('2026-11-21T12:00:00+02:00')")]
    [InlineData("self.a__dash__b == 'dash'")]
    [InlineData("self == oldSelf && oldSelf.count == 3")]
    [InlineData("'a,b'.split(',').join('-') == 'a-b' && 'Ab'.lowerAscii() == 'ab' && ' x '.trim() == 'x' && 'abc'.substring(1, 2) == 'b'")]
    [InlineData("int('5') == 5 && double('1.5') == 1.5 && string(5) == '5' && [3, 1].min() == 1 && [1, 2].sum() == 3 && [1, 2].isSorted()")]
    [InlineData("{'a': 1}['a'] == 1 && [1] + [2] == [1, 2] && r'\\d' == '\\\\d' && \"\\u0041\" == 'A'")]
    public void Evaluate_WhatHolds_IsTrue(string rule) => Evaluate(rule).ShouldBe(true);

    [Theory]
    [InlineData("self.missing == 'x'", "no such key: missing")]
    [InlineData("self.tags[5] == 'x'", "index out of bounds: 5")]
    [InlineData("self.count / 0 == 1", "division by zero")]
    [InlineData("self.count + 9223372036854775807 > 0", "integer overflow")]
    [InlineData("self.name + 1 == 'x'", "no such overload")]
    public void Evaluate_WhatFails_SaysWhy(string rule, string why) => Should.Throw<CelException>(() => Evaluate(rule)).Message.ShouldBe(why);

    [Theory]
    [InlineData("self.nosuch == 1", "undefined field 'nosuch'")]
    [InlineData("self.items.all(i, i.nosuch)", "undefined field 'nosuch'")]
    [InlineData("other == 1", "undeclared reference to 'other'")]
    [InlineData("quantity(self.name).isGreaterThan(quantity('1'))", "undeclared reference to 'quantity'")]
    [InlineData("self.?missing.orValue('') == ''", "optional values are not available")]
    [InlineData("self.count ==", "mismatched input '<EOF>'")]
    [InlineData("self.count == 1)", "mismatched input ')'")]
    [InlineData("has(self)", "invalid argument to has() macro")]
    [InlineData("'abc", "a text that does not end")]
    [InlineData("1u == 1", "unsigned")]
    [InlineData("a = 1", "token recognition error")]
    public void Compile_WhatCannotBeEvaluated_IsRefused(string rule, string why) =>
        Should.Throw<CelSyntaxException>(() => CelProgram.Compile(rule, Schema)).Message.ShouldContain(why);

    [Fact]
    public void Compile_DeepNesting_IsRefused() =>
        Should.Throw<CelSyntaxException>(() => CelProgram.Compile(new string('(', 5000) + "1" + new string(')', 5000), Schema)).Message.ShouldContain("recursion limit");

    [Fact]
    public void Evaluate_NestedLoops_EndsAtTheCostLimit()
    {
        var self = new JsonObject { ["tags"] = new JsonArray([.. Enumerable.Range(0, 2000).Select(i => JsonValue.Create($"t{i}"))]) };
        var program = CelProgram.Compile("self.tags.all(a, self.tags.all(b, self.tags.all(c, a != b || b != c || true)))", Schema);
        var watch = Stopwatch.StartNew();

        Should.Throw<CelCostException>(() => program.Evaluate(self, null, Schema, new CelBudget(CelBudget.PerObject)));

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Compile_RandomTokens_NeverFailsOtherwise(int seed)
    {
        string[] tokens = ["self", ".", "name", "count", "tags", "(", ")", "[", "]", "==", "&&", "||", "!", "?", ":", "'x'", "1", "2.5", "in", "has", "all", "size", ",", "+", "-", "t", "{", "}", "\"", "\\", "true"];
        var random = new Random(seed);
        var (compiled, refused) = (0, 0);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Join(random.Next(2) == 0 ? "" : " ", Enumerable.Range(0, random.Next(1, 9)).Select(_ => tokens[random.Next(tokens.Length)]));
            try
            {
                var program = CelProgram.Compile(text, Schema);
                compiled++;
                program.Evaluate(SchemaText.Object(Self), SchemaText.Object(Self), Schema, new CelBudget(10_000));
            }
            catch (CelSyntaxException)
            {
                refused++;
            }
            catch (CelException)
            {
                // It has no value, which is an answer.
            }
        }
        compiled.ShouldBeGreaterThan(100);
        refused.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Rules_OfASchema_AreToldByPathAndReason()
    {
        var schema = SchemaText.Schema("""
            {"type":"object","properties":{"spec":{"type":"object","properties":{"min":{"type":"integer"},"max":{"type":"integer"},"id":{"type":"string",
              "x-kubernetes-validations":[{"rule":"self == oldSelf","message":"id is immutable"}]},
              "steps":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["n"],"items":{"type":"object","required":["n"],"properties":{"n":{"type":"string"},"v":{"type":"integer",
                "x-kubernetes-validations":[{"rule":"self >= oldSelf","messageExpression":"'must not go below ' + string(oldSelf)"}]}}}}},
              "x-kubernetes-validations":[{"rule":"self.min <= self.max","reason":"FieldValueForbidden","fieldPath":".min"},{"rule":"!has(self.max) || self.max < 10"}]}}}
            """);
        var old = SchemaText.Object("""{"spec":{"min":1,"max":2,"id":"a","steps":[{"n":"x","v":5},{"n":"y","v":1}]}}""");
        var now = SchemaText.Object("""{"spec":{"min":30,"max":20,"id":"b","steps":[{"n":"y","v":1},{"n":"x","v":4}]}}""");

        CelRules.Check(old, null, schema).ShouldBeEmpty();
        CelRules.Check(now, old, schema).Select(e => $"{e.Field}: {e.Message}").ShouldBe(
        [
            "spec.min: Forbidden: failed rule: self.min <= self.max",
            "spec: Invalid value: \"object\": failed rule: !has(self.max) || self.max < 10",
            "spec.id: Invalid value: \"string\": id is immutable",
            "spec.steps[1].v: Invalid value: \"integer\": must not go below 5",
        ]);
    }

    private static object? Evaluate(string rule) =>
        CelProgram.Compile(rule, Schema).Evaluate(SchemaText.Object(Self), SchemaText.Object(Self), Schema, new CelBudget(CelBudget.PerObject));
}
