using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Portal.Kube.Api;

/// <summary>A mapping of a YAML file that remembers where it stands, so that complaints can name file and line.</summary>
internal sealed class YamlView(string file, YamlMappingNode node)
{
    public static YamlView Load(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new KubeConfigException($"The kubeconfig {file} cannot be read: {e.Message} Check the path and that the portal's user may read it.", e);
        }

        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            var root = stream.Documents.Count == 0 ? null : stream.Documents[0].RootNode;
            return root is YamlMappingNode mapping
                ? new YamlView(file, mapping)
                : throw new KubeConfigException($"The kubeconfig {file} holds no mapping with clusters, users and contexts. Write it with 'kubectl config view --raw'.");
        }
        catch (YamlException e)
        {
            // The parser's own words could repeat a piece of the file; its place is enough to find the mistake.
            throw new KubeConfigException($"The kubeconfig {file} is not valid YAML near line {e.Start.Line}, column {e.Start.Column}. Correct it and start again.");
        }
    }

    public string FileName => file;

    public string Folder => Path.GetDirectoryName(Path.GetFullPath(file)) ?? "/";

    public long Line => node.Start.Line;

    /// <summary>The value of a scalar; null when it is absent or empty.</summary>
    public string? Text(string key) => Value(key) switch
    {
        null => null,
        YamlScalarNode { Value: null or "" or "~" } => null,
        YamlScalarNode { Value: "null", Style: ScalarStyle.Plain } => null,
        YamlScalarNode scalar => scalar.Value,
        var other => throw Wrong(key, "a text", other),
    };

    public bool Flag(string key) => Text(key) is { } text && (bool.TryParse(text, out var value) ? value : throw Wrong(key, "true or false", Value(key)!));

    public YamlView? Child(string key) => Value(key) switch
    {
        null => null,
        YamlMappingNode mapping => new YamlView(file, mapping),
        YamlScalarNode { Value: null or "" or "~" or "null" } => null,
        var other => throw Wrong(key, "a mapping", other),
    };

    public IEnumerable<YamlView> Children(string key) => Items(key).Select(item => item is YamlMappingNode mapping ? new YamlView(file, mapping) : throw Wrong(key, "a list of mappings", item));

    public IReadOnlyList<string> Texts(string key) => [.. Items(key).Select(item => item is YamlScalarNode scalar ? scalar.Value ?? "" : throw Wrong(key, "a list of texts", item))];

    /// <summary>A path as the file means it: relative ones start at the folder of the file.</summary>
    public string? FilePath(string key) => Text(key) is { } path ? Path.Combine(Folder, path) : null;

    public KubeConfigException Complaint(string what) => new($"{what} ({file}, line {Line})");

    private IEnumerable<YamlNode> Items(string key) => Value(key) switch
    {
        null or YamlScalarNode { Value: null or "" or "~" or "null" } => [],
        YamlSequenceNode sequence => sequence.Children,
        var other => throw Wrong(key, "a list", other),
    };

    private YamlNode? Value(string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private KubeConfigException Wrong(string key, string expected, YamlNode at) =>
        new($"'{key}' in the kubeconfig {file}, line {at.Start.Line}, should be {expected}. Correct it and start again.");
}
