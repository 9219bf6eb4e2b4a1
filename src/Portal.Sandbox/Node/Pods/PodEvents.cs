using System.Text.Json.Nodes;
using System.Threading.Channels;
using Portal.Sandbox.Api;

namespace Portal.Sandbox.Node.Pods;

/// <summary>
/// Events about pods, recorded in order and behind the node's back: no container waits for one. Bounded; the newest are dropped when the API
/// cannot keep up.
/// </summary>
internal sealed class PodEvents(IObjects objects, ILogger<PodEvents> logger)
{
    private const int Longest = 10_000;

    private readonly Channel<(JsonObject Pod, string Type, string Reason, string Message)> _queue =
        Channel.CreateBounded<(JsonObject, string, string, string)>(new BoundedChannelOptions(Longest) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <param name="pod">What it is about.</param>
    /// <param name="reason">In one word.</param>
    /// <param name="message">In a sentence.</param>
    /// <param name="fieldPath">The container it is about; empty for the whole pod.</param>
    public void Normal(JsonObject pod, string reason, string message, string fieldPath = "") => _queue.Writer.TryWrite((About(pod, fieldPath), "Normal", reason, message));

    /// <inheritdoc cref="Normal"/>
    public void Warning(JsonObject pod, string reason, string message, string fieldPath = "") => _queue.Writer.TryWrite((About(pod, fieldPath), "Warning", reason, message));

    private static JsonObject About(JsonObject pod, string fieldPath) => fieldPath.Length == 0
        ? pod
        : new JsonObject { ["kind"] = "Pod", ["apiVersion"] = "v1", ["metadata"] = pod["metadata"]?.DeepClone(), ["spec"] = new JsonObject { ["nodeName"] = pod["spec"]?["nodeName"]?.DeepClone() }, ["fieldPath"] = fieldPath };

    public async Task RunAsync(CancellationToken ct)
    {
        await foreach (var (pod, type, reason, message) in _queue.Reader.ReadAllAsync(ct))
        {
            try
            {
                await objects.RecordEventAsync(pod, type, reason, message, "kubelet", ct);
            }
            catch (ApiException e)
            {
                // A namespace that is going away takes no events.
                logger.LogDebug(e, "Event {Reason} was not recorded", reason);
            }
        }
    }
}
