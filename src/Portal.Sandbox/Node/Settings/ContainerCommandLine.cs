using System.Text.Json.Nodes;
using Portal.Sandbox.Images;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Node.Settings;

/// <summary>What a container runs: its own command takes the place of the image's entry point and default arguments, its own args that of the latter.</summary>
internal static class ContainerCommandLine
{
    /// <exception cref="ContainerConfigException">There is nothing to run.</exception>
    public static IReadOnlyList<string> Of(JsonObject container, HostImage image, IReadOnlyDictionary<string, string> variables)
    {
        var command = Expanded(container, "command", variables);
        var args = Expanded(container, "args", variables);
        List<string> line = command.Count > 0 ? [.. command, .. args] : [.. image.Entrypoint, .. args.Count > 0 ? args : image.DefaultArgs];
        return line.Count > 0 ? line : throw new ContainerConfigException("no command specified");
    }

    private static List<string> Expanded(JsonObject container, string name, IReadOnlyDictionary<string, string> variables) =>
        container.At(name) is JsonArray parts ? [.. parts.Select(part => VariableExpansion.Expand(part.Scalar() ?? "", variables))] : [];
}
