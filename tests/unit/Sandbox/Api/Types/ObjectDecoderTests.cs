using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Types;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Api.Types;

public sealed class ObjectDecoderTests
{
    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":1}]}}""", "json: cannot unmarshal number into Go struct field Container.spec.containers.name of type string")]
    [InlineData("""{"spec":{"containers":{}}}""", "json: cannot unmarshal object into Go struct field PodSpec.spec.containers of type []v1.Container")]
    [InlineData("""{"spec":{"priority":1.5}}""", "json: cannot unmarshal number 1.5 into Go struct field PodSpec.spec.priority of type int32")]
    [InlineData("""{"spec":{"hostNetwork":"yes"}}""", "json: cannot unmarshal string into Go struct field PodSpec.spec.hostNetwork of type bool")]
    [InlineData("""{"metadata":{"labels":[]}}""", "json: cannot unmarshal array into Go struct field ObjectMeta.metadata.labels of type map[string]string")]
    [InlineData("""{"spec":[]}""", "json: cannot unmarshal array into Go struct field Pod.spec of type v1.PodSpec")]
    [InlineData("""{"spec":{"overhead":{"cpu":"lots"}}}""", "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'")]
    public void Decode_FieldOfAnotherType_IsRefusedAsGoDoes(string json, string expected) =>
        Should.Throw<FieldTypeException>(() => Decode(json, out _)).Message.ShouldBe(expected);

    [Fact]
    public void Decode_UnknownFields_AreDroppedAndNamed()
    {
        var pod = Decode("""{"x":1,"spec":{"containers":[{"name":"a","imagee":"b","env":[{"name":"E","valu":"1"}]}]}}""", out var unknown);

        unknown.ShouldBe(["x", "spec.containers[0].imagee", "spec.containers[0].env[0].valu"]);
        pod.ToJsonString().ShouldBe("""{"spec":{"containers":[{"name":"a","env":[{"name":"E"}]}]}}""");
    }

    [Fact]
    public void Decode_NullsAndEmptyLists_CountAsNotGiven() =>
        Decode("""{"metadata":{"creationTimestamp":null,"labels":{}},"spec":{"volumes":[],"securityContext":{},"containers":[]}}""", out _)
            .ToJsonString().ShouldBe("""{"metadata":{},"spec":{"securityContext":{},"containers":[]}}""");

    [Fact]
    public void Types_OfEveryServedBuiltInKind_AreThere() =>
        ResourceTypes.All.Where(t => t.Version == "v1").Where(t => BuiltInTypes.Of(t) is null).ShouldBeEmpty();

    private static JsonObject Decode(string json, out IReadOnlyList<string> unknown)
    {
        var obj = JsonNode.Parse(json)!.AsObject();
        unknown = ObjectDecoder.Decode(obj, BuiltInTypes.Of(ResourceTypes.Pods)!);
        return obj;
    }
}
