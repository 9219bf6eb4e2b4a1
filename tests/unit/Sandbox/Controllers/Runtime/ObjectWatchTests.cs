using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.Runtime;

public sealed class ObjectWatchTests
{
    private readonly Channel<string> _told = Channel.CreateUnbounded<string>();

    [Fact]
    public async Task Watch_ThatExpired_TellsWhatWasMissed()
    {
        var source = new Source();
        source.Put("stays", "1");
        source.Put("goes", "2");
        source.Put("changes", "3");
        using var stop = new CancellationTokenSource();
        var watch = new ObjectWatch(source, ResourceTypes.Pods, TimeProvider.System, NullLogger.Instance)
            .RunAsync(c => _told.Writer.TryWrite($"{c.Type} {c.Object.Name()} {c.Object.Uid()}"), stop.Token);
        await ReadAsync("ADDED stays 1", "ADDED goes 2", "ADDED changes 3");

        source.Remove("goes");
        source.Put("changes", "4");
        source.Expire();

        await ReadAsync("DELETED goes 2", "DELETED changes 3", "ADDED stays 1", "ADDED changes 4");
        await stop.CancelAsync();
        await watch;
    }

    [Fact]
    public async Task Watch_OfAnObjectReplacedByItsNamesake_TellsTheDeletionFirst()
    {
        var source = new Source();
        source.Put("a", "1");
        using var stop = new CancellationTokenSource();
        var watch = new ObjectWatch(source, ResourceTypes.Pods, TimeProvider.System, NullLogger.Instance)
            .RunAsync(c => _told.Writer.TryWrite($"{c.Type} {c.Object.Name()} {c.Object.Uid()}"), stop.Token);
        await ReadAsync("ADDED a 1");

        source.Send(new ObjectChange("ADDED", Source.Pod("a", "2")));
        source.Send(new ObjectChange("DELETED", Source.Pod("a", "1")));
        source.Send(new ObjectChange("MODIFIED", Source.Pod("a", "2")));

        await ReadAsync("DELETED a 1", "ADDED a 2", "MODIFIED a 2");
        await stop.CancelAsync();
        await watch;
    }

    private async Task ReadAsync(params string[] expected)
    {
        foreach (var line in expected)
        {
            (await _told.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10))).ShouldBe(line);
        }
    }

    /// <summary>A kind whose watch a test can let expire.</summary>
    private sealed class Source : IObjects
    {
        private readonly List<JsonObject> _objects = [];
        private Channel<ObjectChange> _changes = Channel.CreateUnbounded<ObjectChange>();

        public static JsonObject Pod(string name, string uid) => Sample.Json($$$"""{"metadata": {"name": "{{{name}}}", "namespace": "n", "uid": "{{{uid}}}"} }""");

        public void Put(string name, string uid)
        {
            Remove(name);
            _objects.Add(Pod(name, uid));
        }

        public void Remove(string name) => _objects.RemoveAll(o => o.Name() == name);

        public void Send(ObjectChange change) => _changes.Writer.TryWrite(change);

        public void Expire() => _changes.Writer.Complete(new ApiException(410, "Expired", "too old resource version"));

        public IReadOnlyList<JsonObject> List(ResourceType type, string? ns) => [.. _objects];

        public async IAsyncEnumerable<ObjectChange> WatchAsync(ResourceType type, [EnumeratorCancellation] CancellationToken ct)
        {
            _changes = Channel.CreateUnbounded<ObjectChange>();
            foreach (var obj in _objects.ToList())
            {
                yield return new ObjectChange("ADDED", obj);
            }

            await foreach (var change in _changes.Reader.ReadAllAsync(ct))
            {
                yield return change;
            }
        }

        public IReadOnlyList<ResourceType> Kinds => throw new NotSupportedException();

        public JsonObject? Get(ResourceType type, string ns, string name) => throw new NotSupportedException();

        public ValueTask<JsonObject> CreateAsync(ResourceType type, JsonObject obj, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask<JsonObject?> UpdateAsync(
            ResourceType type, string ns, string name, bool status, Func<JsonObject, bool> change, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask<bool> DeleteAsync(ResourceType type, string ns, string name, string? uid, long? graceSeconds, CancellationToken ct) =>
            throw new NotSupportedException();

        public ValueTask<bool> DeleteAsync(ResourceType type, string ns, string name, DeleteOptions how, CancellationToken ct) => throw new NotSupportedException();

        public ValueTask RecordEventAsync(JsonObject regarding, string eventType, string reason, string message, string component, CancellationToken ct) =>
            throw new NotSupportedException();
    }
}
