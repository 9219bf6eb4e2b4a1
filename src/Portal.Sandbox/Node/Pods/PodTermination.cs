using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Node.Pods;

/// <summary>Ends what still runs of a pod: a request first, then by force once the grace period is over.</summary>
internal sealed class PodTermination(PodUnits units, PodTools tools)
{
    private const long StandardGrace = 30;

    private DateTimeOffset? _began;
    private DateTimeOffset _forceAt;

    /// <summary>When to use force; null while nothing is being ended.</summary>
    public DateTimeOffset? NextTime => _began is not null && units.Running.Any() ? _forceAt : null;

    /// <summary>Begins, or goes on with it.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="shortestGrace">Seconds that were asked for; null takes the pod's own.</param>
    /// <param name="wake">Called when a container has ended.</param>
    /// <param name="ct">Cancels.</param>
    public async Task AdvanceAsync(JsonObject pod, long? shortestGrace, Action wake, CancellationToken ct)
    {
        var now = tools.Time.GetUtcNow();
        var grace = TimeSpan.FromSeconds(shortestGrace ?? pod.Whole("spec", "terminationGracePeriodSeconds") ?? StandardGrace);
        if (_began is null)
        {
            _began = now;
            foreach (var unit in units.Running)
            {
                tools.Events.Normal(pod, "Killing", $"Stopping container {unit.Name}");
                unit.Running!.Terminate();
                _ = unit.Running.Ended.ContinueWith(_ => wake(), TaskScheduler.Default);
            }
        }

        _forceAt = _began.Value + grace;
        if (_forceAt <= now)
        {
            await KillAsync();
        }

        foreach (var unit in units.All)
        {
            await tools.Runner.NoteEndAsync(pod, unit, ct);
        }
    }

    /// <summary>Ends everything at once and waits until it has.</summary>
    public async Task KillAsync()
    {
        var running = units.Running.Select(u => u.Running!).ToList();
        running.ForEach(r => r.Kill());
        await Task.WhenAll(running.Select(r => r.Ended));
    }
}
