using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Sandbox.Api;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Kube.Faults;

/// <summary>Makes, changes and deletes objects of every kind that the portal watches, at random.</summary>
internal sealed class RandomObjects(Objects objects, Random random)
{
    private static readonly ResourceType[] Kinds = [ResourceTypes.Pods, ResourceTypes.Pods, ResourceTypes.Pods, ResourceTypes.SparkApplications, ResourceTypes.Events, ResourceTypes.Namespaces];

    public async Task ChangeAsync(CancellationToken ct)
    {
        var type = Kinds[random.Next(Kinds.Length)];
        var ns = type.Namespaced ? random.Next(2) == 0 ? "team-a" : "team-b" : "";
        var name = string.Create(CultureInfo.InvariantCulture, $"{type.Kind.ToLowerInvariant()}-{random.Next(20)}");
        if (random.Next(4) == 0)
        {
            await objects.DeleteAsync(type, ns, name, uid: null, graceSeconds: 0, ct);
        }
        else if (objects.Get(type, ns, name) is null)
        {
            await objects.CreateAsync(type, New(type, ns, name), ct);
        }
        else
        {
            await objects.UpdateAsync(type, ns, name, status: false, Touch, ct);
        }
    }

    /// <summary>What there is of a kind, as namespace/name, uid and version.</summary>
    public IReadOnlySet<string> Held(ResourceType type) => objects.List(type, ns: null)
        .Select(o => o["metadata"]!)
        .Select(m => $"{(string?)m["namespace"]}/{m["name"]} {m["uid"]} {m["resourceVersion"]}")
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The same of a feed.</summary>
    public static IReadOnlySet<string> Held<T>(IEnumerable<T> objects)
        where T : class, IClusterObject =>
        objects.Select(o => $"{o.Key.Namespace}/{o.Key.Name} {o.Uid} {o.ResourceVersion}").ToHashSet(StringComparer.Ordinal);

    private bool Touch(JsonObject obj)
    {
        // Now and then so much that the object comes in several pieces; and never the same twice.
        var size = random.Next(10) == 0 ? random.Next(40_000) : random.Next(50);
        obj["metadata"]!["annotations"] = new JsonObject
        {
            ["at"] = random.NextInt64().ToString(CultureInfo.InvariantCulture),
            ["text"] = string.Concat(Enumerable.Range(0, size).Select(_ => "aä→😀\n\""[random.Next(3)])),
        };
        return true;
    }

    private JsonObject New(ResourceType type, string ns, string name)
    {
        var obj = new JsonObject { ["apiVersion"] = type.ApiVersion, ["kind"] = type.Kind, ["metadata"] = new JsonObject { ["name"] = name } };
        if (type.Namespaced)
        {
            obj["metadata"]!["namespace"] = ns;
        }

        var container = new JsonObject { ["name"] = "main", ["image"] = "busybox" };
        if (type == ResourceTypes.Pods)
        {
            obj["spec"] = new JsonObject { ["containers"] = new JsonArray(container) };
        }
        else if (type == ResourceTypes.SparkApplications)
        {
            obj["spec"] = new JsonObject
            {
                ["type"] = "Python",
                ["mode"] = "cluster",
                ["sparkVersion"] = "4.0.1",
                ["mainApplicationFile"] = "local:///app/main.py",
                ["driver"] = new JsonObject { ["cores"] = 1 },
                ["executor"] = new JsonObject { ["instances"] = random.Next(1, 5) },
            };
        }
        else if (type == ResourceTypes.Events)
        {
            obj["involvedObject"] = new JsonObject { ["kind"] = "Pod", ["namespace"] = ns, ["name"] = "pod-1" };
            (obj["reason"], obj["type"], obj["message"]) = ("Tested", "Normal", "a message");
        }

        Touch(obj);
        return obj;
    }
}
