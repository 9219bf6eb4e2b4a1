using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Node;

/// <summary>A test with a node of its own.</summary>
public abstract class NodeTest : IAsyncLifetime
{
    private readonly TempFolder _folder = new();

    internal TestNode Node { get; private set; } = null!;

    protected string Folder => _folder.Path;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => Node = await StartAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    internal virtual Task<TestNode> StartAsync() => TestNode.StartAsync(Folder);

    internal async Task StopAsync() => await Node.DisposeAsync();

    internal async Task RestartAsync()
    {
        var objects = Node.Objects;
        await Node.DisposeAsync();
        Node = await TestNode.StartAsync(Folder, objects);
    }

    protected static JsonObject FirstContainer(JsonObject pod) => pod.Items("spec", "containers").First();

    protected static JsonObject MainStatus(JsonObject pod) => pod.Items("status", "containerStatuses").FirstOrDefault() ?? [];

    /// <summary>Runs a script in a pod and returns what it printed.</summary>
    internal async Task<string> OutputAsync(string script, Action<JsonObject>? change = null) =>
        await Node.LogAsync(await Node.RunAsync(TestNode.Pod($"run-{Guid.NewGuid():N}", script, change)));

    internal Task<JsonObject> CreateAsync(ResourceType type, string name, JsonObject content)
    {
        content["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "team-a" };
        return Node.Objects.CreateAsync(type, content, Ct).AsTask();
    }
}
