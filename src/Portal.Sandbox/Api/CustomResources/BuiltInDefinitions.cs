using System.Reflection;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.CustomResources;

/// <summary>
/// The definitions that a sandbox brings along for its own operator. They have the names, types and columns of the Spark operator's, without the schemas
/// of pods; those of the Spark operator may be applied over them.
/// </summary>
public static class BuiltInDefinitions
{
    private const string Label = "app.kubernetes.io/managed-by";
    private static readonly string[] Files = ["sparkapplications", "scheduledsparkapplications"];

    /// <summary>Installs those that are not there. One that a user changed stays as it is.</summary>
    public static async Task EnsureAsync(IObjects objects, TimeProvider clock, CancellationToken ct)
    {
        foreach (var file in Files)
        {
            if (objects.Get(ResourceTypes.CustomResourceDefinitions, "", $"{file}.{ResourceTypes.SparkApplications.Group}") is null)
            {
                await objects.CreateAsync(ResourceTypes.CustomResourceDefinitions, Read(file, clock.GetUtcNow()), ct);
            }
        }
    }

    private static JsonObject Read(string file, DateTimeOffset now)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Portal.Sandbox.Api.CustomResources.Manifests.{file}.json")!;
        var definition = JsonNode.Parse(stream)!.AsObject();
        var metadata = definition["metadata"]!.AsObject();
        metadata["labels"] = new JsonObject { [Label] = Objects.SystemManager };
        // It owns nothing but this label, so that whoever applies a definition of their own meets no conflict.
        metadata["managedFields"] = new JsonArray(new JsonObject
        {
            ["manager"] = Objects.SystemManager,
            ["operation"] = "Update",
            ["apiVersion"] = ResourceTypes.CustomResourceDefinitions.ApiVersion,
            ["time"] = Manifest.Stamp(now),
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = new JsonObject { ["f:metadata"] = new JsonObject { ["f:labels"] = new JsonObject { ["f:" + Label] = new JsonObject() } } },
        });
        return definition;
    }
}
