using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Portal.UnitTests.Kube.Support;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Portal.UnitTests.Sandbox.Api.CustomResources;

/// <summary>A sandbox with all definitions of the shared data installed.</summary>
public sealed class SharedDefinitionsSandbox : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1);
    private readonly Dictionary<string, (string Plural, bool Namespaced)> _resources = new(StringComparer.Ordinal);
    private SandboxProcess? _sandbox;

    internal ApiCaller Api { get; private set; } = null!;

    /// <summary>What the sandbox has computed so far.</summary>
    public TimeSpan ProcessorTime => Process.GetProcessById(_sandbox!.Id).TotalProcessorTime;

    /// <summary>Applies them, once. Skips the test where they are not there.</summary>
    public async Task InstallAsync()
    {
        var files = Directory.GetFiles(SharedData.Path("crds"), "*.yaml", SearchOption.AllDirectories).Where(f => !f.Contains("/minimal/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        await _once.WaitAsync();
        try
        {
            if (_sandbox is null)
            {
                _sandbox = await SandboxProcess.StartAsync();
                Api = new ApiCaller(_sandbox.Client());
                foreach (var file in files)
                {
                    await InstallAsync(file);
                }
            }
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>Where objects of a kind are created; null for a kind that no definition is about.</summary>
    public string? PathOf(JsonObject obj)
    {
        var version = obj["apiVersion"]?.ToString();
        return version is not null && _resources.TryGetValue($"{version} {obj["kind"]}", out var resource)
            ? $"/apis/{version}/{(resource.Namespaced ? "namespaces/default/" : "")}{resource.Plural}"
            : null;
    }

    /// <summary>Every object of the YAML files below a path, or in one file.</summary>
    public static IEnumerable<(string File, JsonObject Object)> Objects(string path)
    {
        foreach (var file in File.Exists(path) ? (IEnumerable<string>)[path] : Directory.EnumerateFiles(path, "*.y*ml", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var yaml = new YamlStream();
            try
            {
                yaml.Load(new StringReader(File.ReadAllText(file)));
            }
            catch (YamlException)
            {
                // The data's README names the one file that is not YAML.
                continue;
            }
            foreach (var document in yaml.Documents)
            {
                if (Node(document.RootNode) is JsonObject obj)
                {
                    yield return (Path.GetFileName(file), obj);
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_sandbox is not null)
        {
            await _sandbox.DisposeAsync();
        }
        _once.Dispose();
    }

    private async Task InstallAsync(string file)
    {
        foreach (var (_, definition) in Objects(file))
        {
            var path = $"{ApiCaller.Definitions}/{definition["metadata"]!["name"]}?fieldManager=test";
            var (code, body) = await Api.SendAsync("PATCH", path, definition, "application/apply-patch+yaml");
            code.ShouldBeOneOf([200, 201], $"{file}: {body["message"]}");
            var spec = definition["spec"]!;
            foreach (var version in spec["versions"]!.AsArray())
            {
                _resources[$"{spec["group"]}/{version!["name"]} {spec["names"]!["kind"]}"] = (spec["names"]!["plural"]!.ToString(), spec["scope"]!.ToString() == "Namespaced");
            }
        }
    }

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value!, Node(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
        YamlScalarNode scalar => Scalar(scalar),
        _ => null,
    };

    private static JsonNode? Scalar(YamlScalarNode scalar)
    {
        var text = scalar.Value ?? "";
        if (scalar.Style != ScalarStyle.Plain)
        {
            return text;
        }
        return text switch
        {
            "" or "~" or "null" => null,
            "true" => true,
            "false" => false,
            ['0', .. var octal] when octal.Length > 0 && octal.All(c => c is >= '0' and <= '7') => System.Convert.ToInt64(octal, 8),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole) => whole,
            _ when char.IsAsciiDigit(text[^1]) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) => real,
            _ => text,
        };
    }
}
