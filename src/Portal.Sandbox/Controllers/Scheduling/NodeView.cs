using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Scheduling;

/// <summary>What the scheduler looks at in a node.</summary>
internal sealed record NodeView(
    string Name, bool Ready, bool Unschedulable, IReadOnlyDictionary<string, string> Labels, IReadOnlyList<Taint> Taints, ResourceAmounts Allocatable)
{
    public static NodeView Read(JsonObject node) => new(
        node.Name(),
        node.Items("status", "conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True"),
        node.Flag("spec", "unschedulable") ?? false,
        node.Pairs("metadata", "labels").ToDictionary(),
        [.. node.Items("spec", "taints").Select(t => new Taint(t.Text("key") ?? "", t.Text("value") ?? "", t.Text("effect") ?? ""))],
        ResourceAmounts.Read(node.At("status", "allocatable")));
}
