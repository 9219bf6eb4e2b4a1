using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Api.Tables;

/// <summary>What kubectl shows of Endpoints and EndpointSlices: the first three, and how many there are besides.</summary>
internal static class EndpointCells
{
    private const int Shown = 3;
    private const string None = "<none>";
    private const string Unset = "<unset>";

    public static string Addresses(JsonObject endpoints) => Some(
        endpoints.Items("subsets").SelectMany(s => s.Items("ports").ToList() is { Count: > 0 } ports
            ? ports.SelectMany(p => s.Items("addresses").Select(a => $"{a.Text("ip")}:{p.Whole("port")}"))
            : s.Items("addresses").Select(a => a.Text("ip") ?? "")),
        None);

    public static string SliceAddresses(JsonObject slice) =>
        Some(slice.Items("endpoints").SelectMany(e => e.At("addresses") as JsonArray ?? []).Select(a => a.Scalar() ?? ""), Unset);

    public static string SlicePorts(JsonObject slice) => Some(slice.Items("ports").Select(p => p.Whole("port") is { } port ? $"{port}" : "*"), Unset);

    private static string Some(IEnumerable<string> all, string nothing)
    {
        var list = all.ToList();
        var text = list.Count == 0 ? nothing : string.Join(',', list.Take(Shown));
        return list.Count > Shown ? $"{text} + {list.Count - Shown} more..." : text;
    }
}
