using System.Text.Json.Nodes;

namespace Portal.UnitTests.Sandbox.Api.CustomResources;

/// <summary>Definitions of our own.</summary>
internal static class Sample
{
    /// <summary>Widgets with a schema of some depth; the second version has one field more.</summary>
    public static JsonObject Widgets(string group, string plural = "widgets") => JsonNode.Parse($$$$$$"""
        {"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"{{{{{{plural}}}}}}.{{{{{{group}}}}}}"},
         "spec":{"group":"{{{{{{group}}}}}}","scope":"Namespaced","names":{"plural":"{{{{{{plural}}}}}}","kind":"Widget","shortNames":["wi"],"categories":["all"]},
          "versions":[{"name":"v1","served":true,"storage":true,
            "subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas","labelSelectorPath":".status.selector"} },
            "selectableFields":[{"jsonPath":".spec.color"}],
            "additionalPrinterColumns":[{"name":"Color","type":"string","jsonPath":".spec.color"},{"name":"Ready","type":"string","priority":1,"jsonPath":".status.conditions[?(@.type==\"Ready\")].status"},
              {"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}],
            "schema":{"openAPIV3Schema":{"type":"object","required":["spec"],"properties":{
              "spec":{"type":"object","description":"What is asked for.","required":["color"],"properties":{"color":{"type":"string","enum":["red","green"],"description":"Its color."},"replicas":{"type":"integer","minimum":0,"default":1},
                "ports":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],"items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"protocol":{"type":"string","default":"TCP"}}}},
                "tags":{"type":"array","x-kubernetes-list-type":"set","items":{"type":"string"}},
                "template":{"type":"object","x-kubernetes-embedded-resource":true,"x-kubernetes-preserve-unknown-fields":true}},
                "x-kubernetes-validations":[{"rule":"self.replicas < 100 || self.color == 'red'","message":"only red ones come in masses"},{"rule":"self.color == oldSelf.color","message":"color cannot change"}]},
              "status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}
        """)!.AsObject();

    public static JsonObject Widget(string group, string name, string spec = """{"color":"red"}""") => new()
    {
        ["apiVersion"] = $"{group}/v1",
        ["kind"] = "Widget",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = JsonNode.Parse(spec),
    };
}
