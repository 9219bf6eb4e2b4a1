using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Node.Settings;

/// <summary>Fields of a pod that its own containers may be told.</summary>
internal static class FieldPath
{
    /// <param name="pod">The pod.</param>
    /// <param name="path">For example <c>metadata.labels['app']</c>.</param>
    /// <exception cref="ContainerConfigException">No such field.</exception>
    public static string Read(JsonObject pod, string path) => path switch
    {
        "metadata.name" => pod.Name(),
        "metadata.namespace" => pod.Namespace(),
        "metadata.uid" => pod.Uid(),
        "metadata.labels" => Map(pod, "labels"),
        "metadata.annotations" => Map(pod, "annotations"),
        "spec.nodeName" => pod.Text("spec", "nodeName") ?? "",
        "spec.serviceAccountName" => pod.Text("spec", "serviceAccountName") ?? "default",
        "status.podIP" or "status.podIPs" or "status.hostIP" or "status.hostIPs" => NodeAddress.Loopback,
        _ when Key(path, "metadata.labels['") is { } label => pod.Text("metadata", "labels", label) ?? "",
        _ when Key(path, "metadata.annotations['") is { } annotation => pod.Text("metadata", "annotations", annotation) ?? "",
        _ => throw new ContainerConfigException($"unsupported fieldPath: {path}"),
    };

    private static string? Key(string path, string before) =>
        path.StartsWith(before, StringComparison.Ordinal) && path.EndsWith("']", StringComparison.Ordinal) ? path[before.Length..^2] : null;

    /// <summary>One <c>name="value"</c> a line, by name.</summary>
    private static string Map(JsonObject pod, string name) =>
        string.Join('\n', pod.Pairs("metadata", name).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={Quote(p.Value)}"));

    private static string Quote(string text) =>
        $"\"{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)}\"";
}
