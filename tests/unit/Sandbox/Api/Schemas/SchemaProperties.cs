using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Schemas;

namespace Portal.UnitTests.Sandbox.Api.Schemas;

/// <summary>What holds for every schema and every object, tried with random ones from fixed seeds.</summary>
public sealed class SchemaProperties
{
    private const int Cases = 2000;
    private static readonly string[] Names = ["a", "b", "c", "d", "e"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Shape_AnyObject_IsIdempotentAndStaysValid(int seed)
    {
        var random = new Random(seed);
        var (pruned, defaulted, valid) = (0, 0, 0);
        for (var i = 0; i < Cases; i++)
        {
            var document = ObjectSchema(random, 3);
            var schema = SchemaText.Schema(document.ToJsonString());
            var obj = Value(random, 4) as JsonObject ?? [];

            pruned += SchemaPruner.Prune(obj, schema).Count > 0 ? 1 : 0;
            SchemaPruner.Prune(obj, schema).ShouldBeEmpty();

            var before = obj.DeepClone();
            SchemaDefaults.Apply(obj, schema);
            defaulted += JsonNode.DeepEquals(before, obj) ? 0 : 1;
            var once = obj.DeepClone();
            SchemaDefaults.Apply(obj, schema);
            JsonNode.DeepEquals(once, obj).ShouldBeTrue($"defaults of {document} on {once}");
            SchemaPruner.Prune(obj, schema).ShouldBeEmpty($"defaults bring unknown fields: {document}");

            var errors = SchemaValidator.Validate(obj, schema);
            SchemaValidator.Validate(obj.DeepClone(), schema).ShouldBe(errors);
            valid += errors.Count == 0 ? 1 : 0;
        }
        // The random cases must be worth something.
        (pruned, defaulted, valid).ShouldSatisfyAllConditions(c => c.pruned.ShouldBeGreaterThan(Cases / 10), c => c.defaulted.ShouldBeGreaterThan(Cases / 10), c => c.valid.ShouldBeGreaterThan(Cases / 20));
    }

    private static JsonObject ObjectSchema(Random random, int depth)
    {
        var schema = new JsonObject { ["type"] = "object" };
        switch (random.Next(6))
        {
            case 0:
                schema["additionalProperties"] = AnySchema(random, depth - 1);
                break;
            case 1:
                schema["x-kubernetes-preserve-unknown-fields"] = true;
                break;
            default:
                schema["properties"] = new JsonObject(Names.Where(_ => random.Next(2) == 0).Select(n => KeyValuePair.Create<string, JsonNode?>(n, AnySchema(random, depth - 1))));
                break;
        }
        return schema;
    }

    private static JsonObject AnySchema(Random random, int depth)
    {
        var schema = depth > 0 && random.Next(2) == 0
            ? random.Next(3) == 0 ? new JsonObject { ["type"] = "array", ["items"] = AnySchema(random, depth - 1) } : ObjectSchema(random, depth)
            : new JsonObject { ["type"] = random.Next(2) == 0 ? "string" : "integer" };
        if (random.Next(5) == 0)
        {
            schema["nullable"] = true;
        }
        if (random.Next(3) == 0)
        {
            schema["default"] = (string)schema["type"]! switch { "string" => "x", "integer" => 1, "array" => new JsonArray(), _ => new JsonObject() };
        }
        return schema;
    }

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 7 : 3) switch
    {
        0 => "text",
        1 => random.Next(100),
        2 => null,
        3 => new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Value(random, depth - 1))]),
        _ => new JsonObject(Names.Where(_ => random.Next(2) == 0).Select(n => KeyValuePair.Create(n, Value(random, depth - 1)))),
    };
}
