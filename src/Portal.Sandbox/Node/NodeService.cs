using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node.Isolation;
using Portal.Sandbox.Node.Limits;
using Portal.Sandbox.Node.Pods;
using Portal.Sandbox.Node.Volumes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Node;

/// <summary>The kubelet of the sandbox: one <see cref="PodWorker"/> for each pod that is bound to this node.</summary>
internal sealed class NodeService(
    IObjects objects, NodeOptions options, IsolationProbe probe, ControlGroups groups, NodeRegistration registration, NodeLeftovers leftovers,
    PodTools tools, PodEvents events, MemoryWatch memory, ClaimFolders claims, NodeHeartbeat heartbeat, TimeProvider time, ILogger<NodeService> logger) : BackgroundService
{
    private static readonly TimeSpan WatchPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, (PodWorker Worker, Task Done)> _workers = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await probe.RunAsync(stoppingToken);
        groups.Probe();
        leftovers.Sweep();
        await registration.RegisterAsync(stoppingToken);
        var helpers = Task.WhenAll(events.RunAsync(stoppingToken), memory.RunAsync(stoppingToken), claims.RunAsync(stoppingToken), heartbeat.RunAsync(stoppingToken));
        try
        {
            await WatchAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The sandbox stops: the workers end their containers.
        }

        await Task.WhenAll(_workers.Values.Select(w => w.Done).Append(helpers)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        groups.Remove();
    }

    private async Task WatchAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await foreach (var (type, pod) in objects.WatchAsync(ResourceTypes.Pods, ct))
                {
                    Take(type, pod, ct);
                }
            }
            catch (ApiException e) when (e.Code == StatusCodes.Status410Gone)
            {
                // The next watch begins with all that there is, but says nothing of what went meanwhile.
                logger.LogInformation("The node lagged behind and reads all pods anew");
                RemoveMissing();
            }

            await Task.Delay(WatchPause, time, ct);
        }
    }

    private void Take(string type, JsonObject pod, CancellationToken ct)
    {
        if (_workers.TryGetValue(pod.Uid(), out var known))
        {
            if (type == "DELETED")
            {
                known.Worker.Remove();
            }
            else
            {
                known.Worker.Update(pod);
            }
        }
        else if (type != "DELETED" && pod.Text("spec", "nodeName") == options.Name)
        {
            var worker = new PodWorker(pod, tools);
            // Filled in before it runs, so that one that is done at once can be taken out again.
            var begin = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _workers[pod.Uid()] = (worker, RunAsync(worker, pod, begin.Task, ct));
            begin.SetResult();
        }
    }

    private async Task RunAsync(PodWorker worker, JsonObject pod, Task begin, CancellationToken ct)
    {
        await begin;
        while (true)
        {
            try
            {
                await worker.RunAsync(ct);
                _workers.TryRemove(pod.Uid(), out _);
                return;
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                logger.LogError(e, "Pod {Namespace}/{Name} is tried again after an error of the node", pod.Namespace(), pod.Name());
            }

            await Task.Delay(RetryPause, time, ct);
        }
    }

    private void RemoveMissing()
    {
        var there = objects.List(ResourceTypes.Pods, ns: null).Select(pod => pod.Uid()).ToHashSet();
        foreach (var (uid, (worker, _)) in _workers)
        {
            if (!there.Contains(uid))
            {
                worker.Remove();
            }
        }
    }
}
