using System.Text;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Node.Settings;

/// <summary>The variables of a container as its pod writes them, resolved.</summary>
internal sealed class ContainerEnvironment(IObjects objects, ResourceField resources)
{
    private readonly ConfigSource _configMaps = ConfigSource.ConfigMaps(objects);
    private readonly ConfigSource _secrets = ConfigSource.Secrets(objects);

    /// <param name="pod">The pod.</param>
    /// <param name="container">One of its containers.</param>
    /// <param name="given">What every container gets, such as where the API is.</param>
    /// <exception cref="ContainerConfigException">Something that is referred to is missing.</exception>
    public Dictionary<string, string> Resolve(JsonObject pod, JsonObject container, IReadOnlyDictionary<string, string> given)
    {
        var variables = new Dictionary<string, string>(given);
        foreach (var source in container.Items("envFrom"))
        {
            AddAll(pod.Namespace(), source, variables);
        }

        foreach (var variable in container.Items("env"))
        {
            if (variable.Text("name") is { Length: > 0 } name && ValueOf(pod, container, variable, variables) is { } value)
            {
                variables[name] = value;
            }
        }

        return variables;
    }

    private void AddAll(string ns, JsonObject source, Dictionary<string, string> variables)
    {
        var (reference, reader) = source.At("configMapRef") is { } configMap ? (configMap, _configMaps) : (source.At("secretRef"), _secrets);
        if (reference.Text("name") is not { } name || reader.Read(ns, name, reference.Flag("optional") ?? false) is not { } entries)
        {
            return;
        }

        foreach (var (key, value) in entries)
        {
            // kubelet leaves out what cannot be the name of a variable.
            if (!key.Contains('=', StringComparison.Ordinal))
            {
                variables[source.Text("prefix") + key] = Encoding.UTF8.GetString(value);
            }
        }
    }

    private string? ValueOf(JsonObject pod, JsonObject container, JsonObject variable, Dictionary<string, string> known)
    {
        var from = variable.At("valueFrom");
        if (from is null)
        {
            return VariableExpansion.Expand(variable.Text("value") ?? "", known);
        }

        return from.Text("fieldRef", "fieldPath") is { } path ? FieldPath.Read(pod, path)
            : from.At("resourceFieldRef") is { } resource ? resources.Read(pod, container.Text("name") ?? "", resource)
            : from.At("configMapKeyRef") is { } configMap ? Entry(_configMaps, pod.Namespace(), configMap)
            : from.At("secretKeyRef") is { } secret ? Entry(_secrets, pod.Namespace(), secret)
            : throw new ContainerConfigException($"variable {variable.Text("name")} has no value that the sandbox knows");
    }

    private static string? Entry(ConfigSource source, string ns, JsonNode reference)
    {
        var (name, key, optional) = (reference.Text("name") ?? "", reference.Text("key") ?? "", reference.Flag("optional") ?? false);
        if (source.Read(ns, name, optional) is { } entries && entries.TryGetValue(key, out var value))
        {
            return Encoding.UTF8.GetString(value);
        }

        return optional ? null : throw new ContainerConfigException($"couldn't find key {key} in {source.Kind} {ns}/{name}");
    }
}
