using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Portal.UnitTests.Sandbox.Images;

/// <summary>
/// The part of the Kubernetes API that a Spark driver speaks to, over HTTPS with a token: pods of one namespace. A pod that is created runs the
/// spark image's entry point as a process, and its end shows in the pod's status.
/// </summary>
internal sealed class FakeKubernetes : IAsyncDisposable
{
    private const string Token = "the-driver's-token";
    private readonly TempFolder _folder = new();
    private readonly ConcurrentDictionary<string, JsonObject> _pods = new();
    private readonly ConcurrentDictionary<string, TestProcess> _processes = new();
    private WebApplication? _app;
    private int _port;

    /// <summary>Answers a creation instead of the fake; null lets it through.</summary>
    public Func<JsonObject, (int Code, string Message)?> Admission { get; set; } = _ => null;

    /// <summary>Whether created pods get a process; without one they stay Pending.</summary>
    public bool StartsPods { get; set; } = true;

    /// <summary>Pods that were ever created, in order, as they were sent.</summary>
    public ConcurrentQueue<JsonObject> Created { get; } = new();

    public ICollection<string> PodNames => _pods.Keys;

    public JsonObject Pod(string name) => _pods[name];

    public TestProcess Process(string name) => _processes[name];

    public void Add(JsonObject pod) => _pods[(string)pod["metadata"]!["name"]!] = pod;

    /// <summary>Variables and files that a pod with a service account has.</summary>
    public Dictionary<string, string> PodEnvironment()
    {
        var environment = SparkContent.Environment();
        environment["KUBERNETES_SERVICE_HOST"] = "127.0.0.1";
        environment["KUBERNETES_SERVICE_PORT"] = _port.ToString();
        environment["KUBERNETES_SERVICEACCOUNT_DIR"] = _folder.Path;
        return environment;
    }

    public static async Task<FakeKubernetes> StartAsync()
    {
        var fake = new FakeKubernetes();
        await fake.ListenAsync();
        return fake;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            process.Dispose();
        }

        await _app!.DisposeAsync();
        _folder.Dispose();
    }

    private async Task ListenAsync()
    {
        using var certificate = Certificate();
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "ca.crt"), certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "token"), Token + "\n");
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "namespace"), "team-a");
        // Kestrel wants a key that is not ephemeral.
        var served = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(served)));
        _app = builder.Build();
        _app.Use(async (context, next) =>
        {
            if (context.Request.Headers.Authorization == "Bearer " + Token)
            {
                await next(context);
            }
            else
            {
                await Refuse(401, "Unauthorized").ExecuteAsync(context);
            }
        });
        const string Pods = "/api/v1/namespaces/team-a/pods";
        _app.MapGet(Pods, (string labelSelector) => Answer(new JsonObject { ["items"] = new JsonArray([.. _pods.Values.Where(p => Matches(p, labelSelector)).Select(Shown)]) }));
        _app.MapGet(Pods + "/{name}", (string name) => _pods.TryGetValue(name, out var pod) ? Answer(Shown(pod)) : NotFound(name));
        _app.MapPost(Pods, (Delegate)CreateAsync);
        _app.MapPatch(Pods + "/{name}", (Delegate)PatchAsync);
        _app.MapDelete(Pods + "/{name}", Delete);
        await _app.StartAsync();
        _port = new Uri(_app.Urls.Single()).Port;
    }

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        var pod = (JsonObject)(await JsonNode.ParseAsync(context.Request.Body))!;
        if (Admission(pod) is { } refusal)
        {
            return Refuse(refusal.Code, refusal.Message);
        }

        var name = (string)pod["metadata"]!["name"]!;
        if (!_pods.TryAdd(name, pod))
        {
            return Refuse(409, $"pods \"{name}\" already exists");
        }

        Created.Enqueue((JsonObject)pod.DeepClone());
        pod["status"] = new JsonObject { ["phase"] = "Pending" };
        if (StartsPods)
        {
            Start(name, pod);
        }

        return Answer(Shown(pod));
    }

    private void Start(string name, JsonObject pod)
    {
        var container = pod["spec"]!["containers"]![0]!;
        var environment = PodEnvironment();
        foreach (var variable in container["env"]!.AsArray())
        {
            environment[(string)variable!["name"]!] = variable["value"] is { } value ? (string)value! : "127.0.0.1";
        }

        pod["status"] = new JsonObject { ["phase"] = "Running" };
        _processes[name] = new TestProcess(environment, _folder.Path, [SparkContent.Python, SparkContent.Entrypoint, .. container["args"]!.AsArray().Select(a => (string)a!)]);
    }

    private async Task<IResult> PatchAsync(string name, HttpContext context)
    {
        if (!_pods.TryGetValue(name, out var pod))
        {
            return NotFound(name);
        }

        context.Request.ContentType.ShouldBe("application/merge-patch+json");
        var patch = (await JsonNode.ParseAsync(context.Request.Body))!;
        foreach (var (key, value) in patch["metadata"]!["annotations"]!.AsObject())
        {
            (pod["metadata"]!["annotations"] ??= new JsonObject())[key] = value!.DeepClone();
        }

        return Answer(Shown(pod));
    }

    private IResult Delete(string name)
    {
        if (!_pods.TryRemove(name, out var pod))
        {
            return NotFound(name);
        }

        if (_processes.TryGetValue(name, out var process) && !process.HasExited)
        {
            process.Signal("TERM");
        }

        return Answer(Shown(pod));
    }

    private JsonNode Shown(JsonObject pod)
    {
        var copy = pod.DeepClone();
        if (_processes.TryGetValue((string)copy["metadata"]!["name"]!, out var process) && process.HasExited)
        {
            var code = process.WaitAsync().GetAwaiter().GetResult();
            var state = new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = code, ["reason"] = code == 0 ? "Completed" : "Error" } };
            copy["status"] = new JsonObject
            {
                ["phase"] = code == 0 ? "Succeeded" : "Failed",
                ["containerStatuses"] = new JsonArray(new JsonObject { ["name"] = (string)copy["spec"]!["containers"]![0]!["name"]!, ["state"] = state }),
            };
        }

        return copy;
    }

    private static bool Matches(JsonObject pod, string selector) => selector.Split(',').Select(part => part.Split('='))
        .All(part => (string?)pod["metadata"]!["labels"]?[part[0]] == part[1]);

    private static IResult Answer(JsonNode body) => Results.Text(body.ToJsonString(), "application/json");

    private static IResult NotFound(string name) => Refuse(404, $"pods \"{name}\" not found");

    private static IResult Refuse(int code, string message) =>
        Results.Text(JsonSerializer.Serialize(new { kind = "Status", status = "Failure", message, code }), "application/json", statusCode: code);

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=kubernetes", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }
}
