using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.CustomResources;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox;

/// <summary>The sandbox's API in memory, with the namespaces that a fresh sandbox has.</summary>
public static class TestObjects
{
    public static readonly IReadOnlyList<string> Namespaces = ["default", "kube-system", "team-a", "team-b"];

    public static async Task<Objects> CreateAsync(TimeProvider? clock = null)
    {
        var objects = new Objects(ObjectStore.InMemory(clock), clock);
        await BuiltInDefinitions.EnsureAsync(objects, clock ?? TimeProvider.System, CancellationToken.None);
        foreach (var ns in Namespaces)
        {
            await objects.CreateAsync(ResourceTypes.Namespaces, new JsonObject { ["metadata"] = new JsonObject { ["name"] = ns } }, CancellationToken.None);
        }
        return objects;
    }
}
