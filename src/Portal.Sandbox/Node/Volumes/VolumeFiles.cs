using System.Text;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node.Settings;

namespace Portal.Sandbox.Node.Volumes;

/// <summary>The files of those volumes that show objects of the API: configMap, secret, downwardAPI, and projected, which mixes them.</summary>
internal sealed class VolumeFiles(IObjects objects, ResourceField resources, IServiceAccountTokens tokens)
{
    private readonly ConfigSource _configMaps = ConfigSource.ConfigMaps(objects);
    private readonly ConfigSource _secrets = ConfigSource.Secrets(objects);

    /// <summary>The files; null for a volume of another kind.</summary>
    /// <exception cref="ContainerConfigException">Something that is referred to is missing.</exception>
    public IReadOnlyList<VolumeFile>? Of(JsonObject pod, JsonObject volume)
    {
        if (volume.At("projected") is { } projected)
        {
            var mode = Mode(projected, VolumeFile.DefaultMode);
            return [.. projected.Items("sources").SelectMany(source => Source(pod, source, mode) ?? [])];
        }

        return Source(pod, volume, VolumeFile.DefaultMode)?.ToList();
    }

    private IEnumerable<VolumeFile>? Source(JsonObject pod, JsonObject source, int mode)
    {
        if (source.At("configMap") is { } configMap)
        {
            return Entries(_configMaps, pod.Namespace(), configMap.Text("name"), configMap, mode);
        }

        if (source.At("secret") is { } secret)
        {
            return Entries(_secrets, pod.Namespace(), secret.Text("secretName") ?? secret.Text("name"), secret, mode);
        }

        if (source.At("downwardAPI") is { } downward)
        {
            var standard = Mode(downward, mode);
            return downward.Items("items")
                .Select(item => new VolumeFile(RelativePath.Check(item.Text("path") ?? ""), Downward(pod, item), Mode(item, standard)));
        }

        if (source.At("serviceAccountToken") is { } token)
        {
            var path = RelativePath.Check(token.Text("path") ?? "");
            return [new VolumeFile(path, Token(pod), VolumeFile.DefaultMode)];
        }

        return null;
    }

    /// <summary>A token of the pod's own service account.</summary>
    private byte[] Token(JsonObject pod) =>
        Encoding.UTF8.GetBytes(tokens.Issue(pod.Namespace(), pod.Text("spec", "serviceAccountName") ?? "default", pod.Name(), pod.Uid()));

    private static IEnumerable<VolumeFile> Entries(ConfigSource source, string ns, string? name, JsonNode spec, int mode)
    {
        var optional = spec.Flag("optional") ?? false;
        if (source.Read(ns, name ?? "", optional) is not { } entries)
        {
            return [];
        }

        var standard = Mode(spec, mode);
        var items = spec.Items("items").ToList();
        return items.Count == 0
            ? entries.Select(e => new VolumeFile(RelativePath.Check(e.Key), e.Value, standard))
            : items.Where(item => !optional || entries.ContainsKey(item.Text("key") ?? "")).Select(item => Entry(source, entries, item, standard));
    }

    private static VolumeFile Entry(ConfigSource source, IReadOnlyDictionary<string, byte[]> entries, JsonObject item, int standard)
    {
        var key = item.Text("key") ?? "";
        if (!entries.TryGetValue(key, out var content))
        {
            throw new ContainerConfigException($"{(source.Kind == "Secret" ? "references non-existent secret" : "configmap references non-existent config")} key: {key}");
        }

        return new VolumeFile(RelativePath.Check(item.Text("path") ?? key), content, Mode(item, standard));
    }

    private byte[] Downward(JsonObject pod, JsonObject item) => Encoding.UTF8.GetBytes(
        item.Text("fieldRef", "fieldPath") is { } path ? FieldPath.Read(pod, path) : resources.Read(pod, "", item.At("resourceFieldRef")));

    private static int Mode(JsonNode? spec, int otherwise) => (int)((spec.Whole("mode") ?? spec.Whole("defaultMode")) & 0x1FF ?? otherwise);
}
