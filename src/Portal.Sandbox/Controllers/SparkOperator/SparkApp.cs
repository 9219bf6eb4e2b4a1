using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>A SparkApplication as the operator reads it, with the defaults that the operator's webhook would have set.</summary>
internal sealed class SparkApp(JsonObject manifest)
{
    private static readonly string[] FieldsThatDoNotRestart = ["suspend", "timeToLiveSeconds"];

    public JsonObject Manifest { get; } = manifest;

    public string Name { get; } = manifest.Name();

    public string Namespace { get; } = manifest.Namespace();

    public string Uid { get; } = manifest.Uid();

    public ApplicationStatus Status { get; } = ApplicationStatus.Read(manifest.At("status"));

    public JsonNode? Spec => Manifest.At("spec");

    public JsonNode? Driver => Manifest.At("spec", "driver");

    public JsonNode? Executor => Manifest.At("spec", "executor");

    public bool Terminating => Manifest.Terminating();

    public bool Suspend => Spec.Flag("suspend") ?? false;

    public TimeSpan? TimeToLive => Spec.Whole("timeToLiveSeconds") is { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public string Type => Spec.Text("type") ?? "Scala";

    public RestartPolicy Restart => RestartPolicy.Read(Spec.At("restartPolicy"));

    /// <summary>An entry of <c>spec.sparkConf</c>.</summary>
    public string? Conf(string key) => Spec.At("sparkConf", key).Scalar();

    /// <summary>Changes when something of the spec changes that means running again; the order of fields does not matter.</summary>
    public string SpecHash()
    {
        var spec = Spec?.DeepClone() as JsonObject ?? [];
        foreach (var field in FieldsThatDoNotRestart)
        {
            spec.Remove(field);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sorted(spec)!.ToJsonString())))[..32];
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject obj => new JsonObject(obj.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => KeyValuePair.Create(p.Key, Sorted(p.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
