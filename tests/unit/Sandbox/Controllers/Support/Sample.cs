using System.Text.Json.Nodes;
using Portal.Sandbox.Controllers.SparkOperator;
using Portal.Sandbox.Manifests;

namespace Portal.UnitTests.Sandbox.Controllers.Support;

/// <summary>Objects to test with.</summary>
internal static class Sample
{
    public static JsonObject Json(string json) => (JsonObject)JsonNode.Parse(json)!;

    public static JsonObject Node(string name = "node1", string cpu = "4", string memory = "8Gi", string pods = "110") => Json($$$"""
        {"metadata": {"name": "{{{name}}}", "labels": {"kubernetes.io/hostname": "{{{name}}}"}},
         "status": {"allocatable": {"cpu": "{{{cpu}}}", "memory": "{{{memory}}}", "pods": "{{{pods}}}"},
                    "conditions": [{"type": "Ready", "status": "True"}]}}
        """);

    public static JsonObject Pod(string name, string cpu = "1", string memory = "1Gi", string ns = "team-a") => Json($$$"""
        {"metadata": {"name": "{{{name}}}", "namespace": "{{{ns}}}"},
         "spec": {"containers": [{"name": "main", "image": "shell", "resources": {"requests": {"cpu": "{{{cpu}}}", "memory": "{{{memory}}}"} } }]} }
        """);

    /// <summary>A SparkApplication; <paramref name="spec"/> is merged over a small Python one.</summary>
    public static JsonObject Application(string name = "pi", string spec = "{}", string ns = "team-a")
    {
        var app = Json($$$"""
            {"apiVersion": "sparkoperator.k8s.io/v1beta2", "kind": "SparkApplication", "metadata": {"name": "{{{name}}}", "namespace": "{{{ns}}}"},
             "spec": {"type": "Python", "mode": "cluster", "image": "spark", "sparkVersion": "4.0.4", "mainApplicationFile": "local:///app/pi.py",
                      "driver": {"cores": 1, "memory": "512m"}, "executor": {"instances": 1, "cores": 1, "memory": "512m"} } }
            """);
        Merge(app.Child("spec"), Json(spec));
        return app;
    }

    /// <summary>The same as read by the operator, with a status.</summary>
    public static SparkApp App(ApplicationStatus status, string spec = "{}")
    {
        var app = Application(spec: spec);
        app.Child("metadata")["uid"] = "app-uid";
        app["status"] = status.Write();
        return new SparkApp(app);
    }

    public static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is JsonObject inner && target[name] is JsonObject existing)
            {
                Merge(existing, inner);
            }
            else
            {
                target[name] = value?.DeepClone();
            }
        }
    }
}
