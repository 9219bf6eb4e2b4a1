using System.Reflection;
using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.CustomResources;

/// <summary>
/// The definitions that a sandbox brings along for its own operator. They have the names, types and columns of the Spark operator's, without the schemas
/// of pods; those of the Spark operator may be applied over them.
/// </summary>
public static class BuiltInDefinitions
{
    private static readonly string[] Files = ["sparkapplications", "scheduledsparkapplications"];

    /// <summary>Installs those that are not there. One that a user changed stays as it is.</summary>
    public static async Task EnsureAsync(IObjects objects, CancellationToken ct)
    {
        foreach (var file in Files)
        {
            if (objects.Get(ResourceTypes.CustomResourceDefinitions, "", $"{file}.{ResourceTypes.SparkApplications.Group}") is null)
            {
                await objects.CreateAsync(ResourceTypes.CustomResourceDefinitions, Read(file), ct);
            }
        }
    }

    private static JsonObject Read(string file)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Portal.Sandbox.Api.CustomResources.Manifests.{file}.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
