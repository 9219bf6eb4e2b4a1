using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Patching;
using Portal.Sandbox.Api.Types;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Api.Patching;

public sealed class PatchTests
{
    // The examples of RFC 7396, appendix A, as far as the target is an object.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Merge_Example_GivesItsResult(string target, string patch, string expected) =>
        JsonNode.DeepEquals(MergePatch.Apply(JsonNode.Parse(target), JsonNode.Parse(patch)), JsonNode.Parse(expected)).ShouldBeTrue();

    [Theory]
    [InlineData("""{"a":[1,3]}""", """[{"op":"add","path":"/a/1","value":2}]""", """{"a":[1,2,3]}""")]
    [InlineData("""{"a":[1]}""", """[{"op":"add","path":"/a/-","value":2}]""", """{"a":[1,2]}""")]
    [InlineData("""{"a":{"b/c":1}}""", """[{"op":"remove","path":"/a/b~1c"}]""", """{"a":{}}""")]
    [InlineData("""{"a":1,"b":{}}""", """[{"op":"move","from":"/a","path":"/b/a"}]""", """{"b":{"a":1}}""")]
    [InlineData("""{"a":{"x":1}}""", """[{"op":"copy","from":"/a","path":"/b"},{"op":"replace","path":"/b/x","value":2}]""", """{"a":{"x":1},"b":{"x":2}}""")]
    public void Json_Operation_GivesItsResult(string target, string patch, string expected)
    {
        var node = JsonNode.Parse(target)!;
        JsonPatch.Apply(node, JsonNode.Parse(patch)!.AsArray());
        JsonNode.DeepEquals(node, JsonNode.Parse(expected)).ShouldBeTrue(node.ToJsonString());
    }

    [Theory]
    [InlineData("""[{"op":"remove","path":"/nosuch"}]""")]
    [InlineData("""[{"op":"replace","path":"/a/b/c","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/list/9","value":1}]""")]
    [InlineData("""[{"op":"add","path":"/list/01","value":1}]""")]
    [InlineData("""[{"op":"test","path":"/a","value":2}]""")]
    [InlineData("""[{"op":"move","from":"/list","path":"/list/0"}]""")]
    [InlineData("""[{"op":"remove","path":""}]""")]
    [InlineData("""[{"op":"jump","path":"/a"}]""")]
    [InlineData("""[{"path":"/a"}]""")]
    [InlineData("""[7]""")]
    public void Json_ThatDoesNotApply_IsRefused(string patch) =>
        Should.Throw<JsonPatchException>(() => JsonPatch.Apply(JsonNode.Parse("""{"a":1,"list":[1]}""")!, JsonNode.Parse(patch)!.AsArray()));

    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":"b","image":"2"}]}}""", """{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b","image":"2"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"9"}]}}""", """{"spec":{"containers":[{"name":"a","image":"9"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}""", """{"spec":{"containers":[]}}""")]
    [InlineData("""{"spec":{"containers":[{"$patch":"replace"},{"name":"z"}]}}""", """{"spec":{"containers":[{"name":"z"}]}}""")]
    [InlineData("""{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"b"}]}}""", """{"spec":{"containers":[{"name":"b"},{"name":"a","image":"1"}]}}""")]
    [InlineData("""{"spec":{"tolerations":[{"key":"t"}]}}""", """{"spec":{"containers":[{"name":"a","image":"1"}],"tolerations":[{"key":"t"}]}}""")]
    [InlineData("""{"spec":{"$patch":"replace","nodeName":"n"}}""", """{"spec":{"nodeName":"n"}}""")]
    [InlineData("""{"metadata":{"finalizers":["f"]}}""", """{"spec":{"containers":[{"name":"a","image":"1"}]},"metadata":{"finalizers":["f"]}}""")]
    public void Strategic_Directive_GivesItsResult(string patch, string expected)
    {
        var pod = JsonNode.Parse("""{"spec":{"containers":[{"name":"a","image":"1"}]}}""")!.AsObject();
        StrategicMergePatch.Apply(pod, JsonNode.Parse(patch)!.AsObject(), BuiltInTypes.Of(ResourceTypes.Pods));
        JsonNode.DeepEquals(pod, JsonNode.Parse(expected)).ShouldBeTrue(pod.ToJsonString());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyPatch_OnAnyObject_AppliesOrIsRefused(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 3000; i++)
        {
            var target = new JsonObject { ["metadata"] = RandomTree(random, 3), ["spec"] = RandomTree(random, 3) };
            var before = target.ToJsonString();
            var format = (PatchFormat)random.Next(4);
            JsonNode body = format == PatchFormat.Json ? RandomOperations(random) : RandomTree(random, 4) as JsonObject ?? [];
            try
            {
                new Patch(format, body).Apply(target.DeepClone().AsObject(), random.Next(2) == 0 ? ResourceTypes.Pods : ResourceTypes.SparkApplications).ToJsonString();
            }
            catch (ApiException e)
            {
                e.Code.ShouldBeOneOf(400, 422);
            }
            target.ToJsonString().ShouldBe(before);
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void Merge_AppliedTwice_ChangesNothingMore(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 3000; i++)
        {
            var patch = RandomTree(random, 4);
            var once = MergePatch.Apply(RandomTree(random, 4), patch);
            JsonNode.DeepEquals(MergePatch.Apply(once?.DeepClone(), patch), once).ShouldBeTrue();
        }
    }

    private static readonly string[] Words = ["name", "containers", "env", "$patch", "delete", "replace", "finalizers", "a", "b", "$setElementOrder/containers", "$deleteFromPrimitiveList/finalizers", "$retainKeys"];

    private static JsonNode? RandomTree(Random random, int depth) => random.Next(depth > 0 ? 6 : 3) switch
    {
        0 => null,
        1 => Words[random.Next(Words.Length)],
        2 => random.Next(5),
        3 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => RandomTree(random, depth - 1))]),
        _ => new JsonObject(Enumerable.Range(0, random.Next(5)).Select(_ => Words[random.Next(Words.Length)]).Distinct(StringComparer.Ordinal).Select(k => KeyValuePair.Create(k, RandomTree(random, depth - 1)))),
    };

    private static JsonArray RandomOperations(Random random) => [.. Enumerable.Range(0, random.Next(5)).Select(_ => (JsonNode?)new JsonObject
    {
        ["op"] = new[] { "add", "remove", "replace", "move", "copy", "test", "none" }[random.Next(7)],
        ["path"] = RandomPath(random),
        ["from"] = RandomPath(random),
        ["value"] = RandomTree(random, 2),
    })];

    private static string RandomPath(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => "/" + (random.Next(3) == 0 ? random.Next(3).ToString(System.Globalization.CultureInfo.InvariantCulture) : random.Next(4) == 0 ? "metadata" : Words[random.Next(Words.Length)])));
}
