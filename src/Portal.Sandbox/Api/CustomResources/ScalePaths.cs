using System.Text.Json;

namespace Portal.Sandbox.Api.CustomResources;

/// <summary>Where the <c>scale</c> subresource finds its numbers; paths without the leading dot.</summary>
/// <param name="SpecReplicas">How many are asked for, below <c>spec</c>.</param>
/// <param name="StatusReplicas">How many there are, below <c>status</c>.</param>
/// <param name="LabelSelector">Their selector as text; empty for none.</param>
public sealed record ScalePaths(string SpecReplicas, string StatusReplicas, string LabelSelector)
{
    internal static ScalePaths Read(JsonElement scale) =>
        new(Path(scale, "specReplicasPath"), Path(scale, "statusReplicasPath"), Path(scale, "labelSelectorPath"));

    private static string Path(JsonElement scale, string member) =>
        scale.TryGetProperty(member, out var path) && path.ValueKind == JsonValueKind.String ? path.GetString()!.TrimStart('.') : "";
}
