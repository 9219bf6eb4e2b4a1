using System.Text.Json.Nodes;

namespace Portal.Kube.Api;

/// <summary>The <c>exec</c> part of a kubeconfig user.</summary>
/// <param name="ApiVersion"><c>client.authentication.k8s.io/v1</c> or <c>v1beta1</c>.</param>
/// <param name="Command">Name to find on PATH, or an absolute path.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Environment">Variables added to the portal's own.</param>
/// <param name="InstallHint">What the kubeconfig says to a person who lacks the command.</param>
/// <param name="ClusterInfo"><c>spec.cluster</c> of the ExecCredential handed over; null when not asked for.</param>
internal sealed record ExecPluginConfig(
    string ApiVersion,
    string Command,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<KeyValuePair<string, string>> Environment,
    string? InstallHint,
    JsonObject? ClusterInfo)
{
    private const string Group = "client.authentication.k8s.io";

    public static ExecPluginConfig Read(YamlView exec, Uri server, byte[]? authorities, YamlView cluster)
    {
        var version = exec.Text("apiVersion");
        if (version is not (Group + "/v1" or Group + "/v1beta1"))
        {
            throw exec.Complaint($"The exec plugin speaks apiVersion '{version}'; {Group}/v1 and {Group}/v1beta1 are understood.");
        }

        var command = exec.Text("command") ?? throw exec.Complaint("The exec plugin names no command.");

        // A bare name is looked up on PATH; anything with a slash is a path, relative to the kubeconfig.
        command = command.Contains('/') ? Path.Combine(exec.Folder, command) : command;
        var environment = exec.Children("env").Select(e => KeyValuePair.Create(e.Text("name") ?? throw e.Complaint("A variable of the exec plugin has no name."), e.Text("value") ?? ""));
        var info = exec.Flag("provideClusterInfo") ? Describe(server, authorities, cluster) : null;
        return new ExecPluginConfig(version, command, exec.Texts("args"), [.. environment], exec.Text("installHint"), info);
    }

    private static JsonObject Describe(Uri server, byte[]? authorities, YamlView cluster)
    {
        var info = new JsonObject { ["server"] = server.ToString().TrimEnd('/') };
        if (authorities is not null)
        {
            info["certificate-authority-data"] = Convert.ToBase64String(authorities);
        }

        if (cluster.Flag("insecure-skip-tls-verify"))
        {
            info["insecure-skip-tls-verify"] = true;
        }

        foreach (var key in (ReadOnlySpan<string>)["tls-server-name", "proxy-url"])
        {
            if (cluster.Text(key) is { } value)
            {
                info[key] = value;
            }
        }

        return info;
    }
}
