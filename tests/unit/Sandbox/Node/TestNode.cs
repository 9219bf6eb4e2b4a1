using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Sandbox.Api;
using Portal.Sandbox.Images;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Node;

/// <summary>A real node over an API in memory: real processes, real files. Pods are bound to it as they are created.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ServiceProvider _services;
    private readonly IHostedService[] _hosted;

    private TestNode(ServiceProvider services, IObjects objects)
    {
        (_services, Objects) = (services, objects);
        _hosted = [.. services.GetServices<IHostedService>()];
    }

    public IObjects Objects { get; }

    public static async Task<TestNode> StartAsync(string folder, IObjects? objects = null, Func<NodeOptions, NodeOptions>? options = null)
    {
        objects ??= await TestObjects.CreateAsync();
        var authority = Path.Combine(Directory.CreateDirectory(folder).FullName, "ca.crt");
        await File.WriteAllTextAsync(authority, "the authority");
        if (objects.Get(ResourceTypes.ConfigMaps, "team-a", "kube-root-ca.crt") is null)
        {
            await objects.CreateAsync(
                ResourceTypes.ConfigMaps,
                new JsonObject { ["metadata"] = new JsonObject { ["name"] = "kube-root-ca.crt", ["namespace"] = "team-a" }, ["data"] = new JsonObject { ["ca.crt"] = "the authority" } },
                CancellationToken.None);
        }
        var settings = new NodeOptions { Folder = Path.Combine(folder, "node"), BackOff = TimeSpan.FromMilliseconds(200) };
        var services = new ServiceCollection()
            .AddLogging(logging => logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning))
            .AddSingleton(objects)
            .AddSingleton<IImageCatalog, ShellImages>()
            .AddSingleton(new ApiEndpoint(new Uri("https://127.0.0.1:6443"), authority))
            .AddSingleton<IServiceAccountTokens, PlainTokens>()
            .AddNode(options?.Invoke(settings) ?? settings);
        var node = new TestNode(services.BuildServiceProvider(), objects);
        foreach (var service in node._hosted)
        {
            await service.StartAsync(CancellationToken.None);
        }

        return node;
    }

    /// <summary>A pod with one container that runs a script.</summary>
    public static JsonObject Pod(string name, string script, Action<JsonObject>? change = null)
    {
        var container = new JsonObject { ["name"] = "main", ["image"] = "shell", ["command"] = new JsonArray("/bin/sh", "-c", script) };
        var pod = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "team-a" },
            ["spec"] = new JsonObject
            {
                ["nodeName"] = "sandbox-node",
                ["restartPolicy"] = "Never",
                ["terminationGracePeriodSeconds"] = 30,
                ["containers"] = new JsonArray(container),
            },
        };
        change?.Invoke(pod);
        return pod;
    }

    public async Task<JsonObject> CreateAsync(JsonObject pod) => await Objects.CreateAsync(ResourceTypes.Pods, pod, TestContext.Current.CancellationToken);

    /// <summary>Runs a pod to its end.</summary>
    public async Task<JsonObject> RunAsync(JsonObject pod)
    {
        await CreateAsync(pod);
        return await UntilAsync(pod.Name(), p => p.Text("status", "phase") is "Succeeded" or "Failed");
    }

    /// <summary>Waits until a pod is as wanted.</summary>
    public async Task<JsonObject> UntilAsync(string name, Func<JsonObject, bool> wanted)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        JsonObject? last = null;
        try
        {
            await foreach (var (type, pod) in Objects.WatchAsync(ResourceTypes.Pods, deadline.Token))
            {
                if (type != "DELETED" && pod.Name() == name && wanted(last = pod))
                {
                    return pod;
                }
            }
        }
        catch (OperationCanceledException e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new ShouldAssertException($"Pod {name} did not become what it should. It is: {last?["status"]}", e);
        }

        throw new InvalidOperationException("The watch has ended.");
    }

    public Task UntilGoneAsync(string name) => UntilAsync(() => Objects.Get(ResourceTypes.Pods, "team-a", name) is null);

    public Task UntilLogAsync(JsonObject pod, string text) => UntilAsync(async () => (await LogAsync(pod)).Contains(text, StringComparison.Ordinal));

    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    /// <summary>Looks again and again, for what cannot be watched.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, deadline.Token);
        }
    }

    public async Task<JsonObject> RunningAsync(JsonObject pod)
    {
        await CreateAsync(pod);
        return await UntilAsync(pod.Name(), p => p.Text("status", "phase") == "Running");
    }

    public async Task<string> LogAsync(JsonObject pod, LogRequest? request = null)
    {
        var now = Objects.Get(ResourceTypes.Pods, pod.Namespace(), pod.Name()) ?? pod;
        using var output = new MemoryStream();
        await _services.GetRequiredService<IContainerLogs>().WriteAsync(now, request ?? new LogRequest(), output, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    public Task FollowAsync(JsonObject pod, LogRequest request, Stream output, CancellationToken ct) =>
        _services.GetRequiredService<IContainerLogs>().WriteAsync(pod, request, output, ct);

    /// <summary>Waits until an event with that reason is recorded, and with that message if one is given.</summary>
    public async Task<JsonObject> EventAsync(string reason, string? message = null)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Patience);
        await foreach (var (_, e) in Objects.WatchAsync(ResourceTypes.Events, deadline.Token))
        {
            if (e.Text("reason") == reason && (message is null || e.Text("message") == message))
            {
                return e;
            }
        }

        throw new InvalidOperationException("The watch has ended.");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _hosted)
        {
            await service.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
    }

    private sealed class ShellImages : IImageCatalog
    {
        public HostImage Resolve(string image) => image switch
        {
            "shell" => new HostImage { Name = image },
            "greeter" => new HostImage
            {
                Name = image,
                Entrypoint = ["/bin/echo", "entry"],
                DefaultArgs = ["default"],
                Environment = new Dictionary<string, string> { ["FROM_IMAGE"] = "yes" },
            },
            _ => throw new ImageNotFoundException($"\"{image}\" stands for nothing here. Use shell."),
        };
    }

    private sealed class PlainTokens : IServiceAccountTokens
    {
        public string Issue(string ns, string serviceAccount, string podName, string podUid) => $"token of {ns}/{serviceAccount}";
    }
}
