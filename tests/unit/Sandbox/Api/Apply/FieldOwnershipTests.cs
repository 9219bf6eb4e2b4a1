using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Apply;
using Portal.Sandbox.Api.Types;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Api.Apply;

public sealed class FieldOwnershipTests
{
    private static readonly FieldManager One = new("one", true, "");
    private static readonly FieldManager Two = new("two", true, "");
    private static readonly FieldManager Editor = new("editor", false, "");

    [Fact]
    public void Apply_FieldLeftOut_IsRemovedUnlessAnotherOwnsIt()
    {
        var live = Apply(null, ConfigMap("""{"a":"1","b":"1"}"""), One);
        live = Apply(live, ConfigMap("""{"b":"1"}"""), Two);

        var result = Apply(live, ConfigMap("""{}"""), One);

        result["data"]!.ToJsonString().ShouldBe("""{"b":"1"}""");
    }

    [Fact]
    public void Apply_ValueThatAnotherOwns_IsAConflictWithItsPath()
    {
        var live = Apply(null, ConfigMap("""{"a":"1"}"""), One);

        var error = Should.Throw<ApiException>(() => Apply(live, ConfigMap("""{"a":"2"}"""), Two));

        error.Message.ShouldBe("Apply failed with 1 conflict: conflict with \"one\": .data.a");
        error.Code.ShouldBe(409);
    }

    [Fact]
    public void Apply_ConflictsWithTwoManagers_NamesEach()
    {
        var live = Apply(null, ConfigMap("""{"a":"1"}"""), One);
        live = Update(live, o => o["data"]!["b"] = "1");

        var error = Should.Throw<ApiException>(() => Apply(live, ConfigMap("""{"a":"2","b":"2"}"""), Two));

        error.Message.ShouldBe("Apply failed with 2 conflicts: conflicts with \"editor\" using v1:\n- .data.b\nconflicts with \"one\":\n- .data.a");
    }

    [Fact]
    public void Apply_Forced_TakesTheField()
    {
        var live = Apply(null, ConfigMap("""{"a":"1"}"""), One);

        var result = Apply(live, ConfigMap("""{"a":"2"}"""), Two, force: true);

        result["data"]!["a"]!.ToString().ShouldBe("2");
        Owners(result).ShouldBe(["two"]);
    }

    [Fact]
    public void Apply_ItemOfAListWithKeys_LeavesTheOthers()
    {
        var live = Apply(null, Pod("""[{"name":"a","image":"x","env":[{"name":"E","value":"1"}]},{"name":"b","image":"y"}]"""), One);

        var result = Apply(live, Pod("""[{"name":"b","workingDir":"/"}]"""), Two);

        var containers = result["spec"]!["containers"]!.AsArray();
        containers.Select(c => c!["name"]!.ToString()).ShouldBe(["a", "b"]);
        containers[1]!["image"]!.ToString().ShouldBe("y");
        containers[1]!["workingDir"]!.ToString().ShouldBe("/");
    }

    [Fact]
    public void Apply_ItemNoLongerNamed_IsRemoved()
    {
        var live = Apply(null, Pod("""[{"name":"a","image":"x"},{"name":"b","image":"y"}]"""), One);

        var result = Apply(live, Pod("""[{"name":"b","image":"y"}]"""), One);

        result["spec"]!["containers"]!.AsArray().Select(c => c!["name"]!.ToString()).ShouldBe(["b"]);
    }

    [Fact]
    public void Apply_PortsThatDifferByADefaultedKey_AreTheSame()
    {
        var live = Apply(null, Pod("""[{"name":"a","image":"x","ports":[{"containerPort":80,"protocol":"TCP"}]}]"""), One);

        var result = Apply(live, Pod("""[{"name":"a","image":"x","ports":[{"containerPort":80,"name":"web"}]}]"""), One);

        result["spec"]!["containers"]![0]!["ports"]!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public void Apply_FieldThatTheKindHasNot_IsRefused() =>
        Should.Throw<FieldTypeException>(() => Apply(null, Pod("""[{"name":"a","bogus":1}]"""), One)).Message.ShouldBe(".spec.containers[name=\"a\"].bogus: field not declared in schema");

    [Fact]
    public void Update_OfAnOwnedField_TakesItAway()
    {
        var live = Apply(null, ConfigMap("""{"a":"1","b":"1"}"""), One);

        var result = Update(live, o => o["data"]!["a"] = "2");

        result["metadata"]!["managedFields"]!.AsArray().Select(e => $"{e!["manager"]} {e["fieldsV1"]!["f:data"]!.ToJsonString()}").ShouldBe(["""one {"f:b":{}}""", """editor {"f:a":{}}"""]);
    }

    [Fact]
    public void Update_WithNothingChanged_LeavesManagersAsTheyAre()
    {
        var live = Update(null, ConfigMap("""{"a":"1"}"""));

        var result = Update(live, _ => { });

        result.ToJsonString().ShouldBe(live.ToJsonString());
    }

    [Fact]
    public void Apply_ToAnObjectThatNobodyOwned_KeepsWhatWasThere()
    {
        var live = ConfigMap("""{"a":"1"}""");

        var result = Apply(live, ConfigMap("""{"b":"1"}"""), One);

        result["data"]!.AsObject().Count.ShouldBe(2);
        Owners(result).ShouldBe(["one"]);
    }

    private static IEnumerable<string> Owners(JsonObject obj) => obj["metadata"]!["managedFields"]!.AsArray().Select(e => e!["manager"]!.ToString());

    private static JsonObject Apply(JsonObject? live, JsonObject configuration, FieldManager manager, bool force = false) =>
        Ownership(configuration).Apply(live, configuration, manager, force);

    private static JsonObject Update(JsonObject live, Action<JsonObject> change)
    {
        var next = live.DeepClone().AsObject();
        change(next);
        Ownership(next).Update(live, next, Editor);
        return next;
    }

    private static JsonObject Update(JsonObject? live, JsonObject next)
    {
        Ownership(next).Update(live, next, Editor);
        return next;
    }

    private static FieldOwnership Ownership(JsonObject obj) =>
        new("v1", FieldShapes.Of(StoreRoot.Empty, obj["kind"]!.ToString() == "Pod" ? ResourceTypes.Pods : ResourceTypes.ConfigMaps), "2026-01-01T00:00:00Z");

    private static JsonObject ConfigMap(string data) => Parse($$$"""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"c"},"data":{{{data}}}}""");

    private static JsonObject Pod(string containers) => Parse($$$"""{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p"},"spec":{"containers":{{{containers}}}}}""");

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
