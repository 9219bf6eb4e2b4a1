using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>Variables that an application gives a driver or executor container, old ways of saying so included. A later one of a name wins.</summary>
internal static class PodEnvironment
{
    public static void Apply(SparkApp app, JsonNode? role, string confPrefix, JsonObject container)
    {
        foreach (var (name, value) in app.Spec.Pairs("sparkConf").Where(c => c.Key.StartsWith(confPrefix, StringComparison.Ordinal)))
        {
            Set(container, name[confPrefix.Length..], value);
        }

        foreach (var (name, value) in role.Pairs("envVars"))
        {
            Set(container, name, value);
        }

        foreach (var (name, reference) in role.At("envSecretKeyRefs") as JsonObject ?? [])
        {
            Put(container, new JsonObject
            {
                ["name"] = name,
                ["valueFrom"] = new JsonObject
                {
                    ["secretKeyRef"] = new JsonObject { ["name"] = reference.Text("name"), ["key"] = reference.Text("key") },
                },
            });
        }

        foreach (var variable in role.Items("env"))
        {
            Put(container, (JsonObject)variable.DeepClone());
        }
    }

    public static void Set(JsonObject container, string name, string value) => Put(container, new JsonObject { ["name"] = name, ["value"] = value });

    /// <summary>A variable whose value is a field of the pod.</summary>
    public static void SetFromField(JsonObject container, string name, string path) => Put(container, new JsonObject
    {
        ["name"] = name,
        ["valueFrom"] = new JsonObject { ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = path } },
    });

    private static void Put(JsonObject container, JsonObject variable)
    {
        var list = container.List("env");
        if (list.FirstOrDefault(v => v.Text("name") == variable.Text("name")) is { } old)
        {
            list.Remove(old);
        }

        list.Add(variable);
    }
}
