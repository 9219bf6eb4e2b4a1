using System.Text;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Node.Settings;

/// <summary>Reads ConfigMaps and Secrets alike: names and bytes.</summary>
internal sealed class ConfigSource
{
    private readonly IObjects _objects;
    private readonly ResourceType _type;

    private ConfigSource(IObjects objects, ResourceType type) => (_objects, _type) = (objects, type);

    public static ConfigSource ConfigMaps(IObjects objects) => new(objects, ResourceTypes.ConfigMaps);

    public static ConfigSource Secrets(IObjects objects) => new(objects, ResourceTypes.Secrets);

    /// <summary><c>ConfigMap</c> or <c>Secret</c>.</summary>
    public string Kind => _type.Kind;

    /// <summary>The entries; null when it is missing and may be.</summary>
    /// <exception cref="ContainerConfigException">It is missing.</exception>
    public IReadOnlyDictionary<string, byte[]>? Read(string ns, string name, bool optional)
    {
        if (_objects.Get(_type, ns, name) is not { } found)
        {
            return optional ? null : throw new ContainerConfigException($"{_type.Singular} \"{name}\" not found");
        }

        var secret = _type == ResourceTypes.Secrets;
        var data = found.Pairs("data").Select(p => (p.Key, Value: secret ? Decode(p.Value) : Encoding.UTF8.GetBytes(p.Value)));
        var binary = secret ? [] : found.Pairs("binaryData").Select(p => (p.Key, Value: Decode(p.Value)));
        return data.Concat(binary).DistinctBy(p => p.Key).ToDictionary(p => p.Key, p => p.Value);
    }

    private static byte[] Decode(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            return [];
        }
    }
}
