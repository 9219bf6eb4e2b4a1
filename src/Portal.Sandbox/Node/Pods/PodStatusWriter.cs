using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Node.Pods;

/// <summary>Writes one pod's status, one write at a time and in order, while its worker goes on.</summary>
internal sealed class PodStatusWriter(IObjects objects, TimeProvider time, ILogger logger, string ns, string name, string uid)
{
    private Task _last = Task.CompletedTask;

    /// <summary>Begins to write; waits only for the write before.</summary>
    public async Task WriteAsync(PodStatus status, CancellationToken ct)
    {
        await _last;
        var now = time.GetUtcNow();
        _last = SaveAsync(pod => pod.Uid() == uid && status.Apply(pod, now), ct);
    }

    /// <summary>Waits until all is written.</summary>
    public Task FlushAsync() => _last;

    private async Task SaveAsync(Func<JsonObject, bool> change, CancellationToken ct)
    {
        try
        {
            await objects.UpdateAsync(ResourceTypes.Pods, ns, name, status: true, change, ct);
        }
        catch (ApiException e)
        {
            logger.LogWarning(e, "The status of pod {Namespace}/{Name} was not written", ns, name);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The node stops; the next one reports what became of the pod.
        }
    }
}
