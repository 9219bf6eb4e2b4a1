using System.Text.Json.Nodes;
using Portal.Sandbox.Node.Volumes;

namespace Portal.Sandbox.Node.Pods;

/// <summary>Sets up a pod's volumes once, trying again until all are there.</summary>
internal sealed class VolumeSetup(PodTools tools)
{
    private static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    private DateTimeOffset _retryAt;

    /// <summary>The volumes by name; empty before they are there.</summary>
    public IReadOnlyDictionary<string, PodVolume> Volumes { get; private set; } = new Dictionary<string, PodVolume>();

    public bool IsDone { get; private set; }

    /// <summary>When to try again; null when there is no need.</summary>
    public DateTimeOffset? NextTime => IsDone || _retryAt == default ? null : _retryAt;

    /// <returns>Whether they are there.</returns>
    public bool TrySetUp(JsonObject pod)
    {
        if (IsDone || _retryAt > tools.Time.GetUtcNow())
        {
            return IsDone;
        }

        try
        {
            Volumes = tools.Volumes.SetUp(pod);
            IsDone = true;
        }
        catch (VolumeException e)
        {
            tools.Events.Warning(pod, "FailedMount", e.Message);
            _retryAt = tools.Time.GetUtcNow() + Retry;
        }

        return IsDone;
    }
}
