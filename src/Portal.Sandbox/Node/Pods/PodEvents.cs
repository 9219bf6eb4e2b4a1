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

    public void Normal(JsonObject pod, string reason, string message) => _queue.Writer.TryWrite((pod, "Normal", reason, message));

    public void Warning(JsonObject pod, string reason, string message) => _queue.Writer.TryWrite((pod, "Warning", reason, message));

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
