namespace Portal.Core.Jobs;

/// <summary>A pod that a run has or had, as it was last seen; known also after Kubernetes has forgotten it.</summary>
/// <param name="Uid">Uid of the pod.</param>
/// <param name="Name">Its name; a retried attempt may use it again.</param>
/// <param name="Role">driver, executor or other.</param>
public sealed record RunPod(string Uid, string Name, string Role)
{
    /// <summary>Where it ran; null before it was scheduled.</summary>
    public string? Node { get; init; }

    /// <summary>Pending, Running, Succeeded, Failed or Unknown, as last seen: one that was deleted while it ran stays Running here.</summary>
    public string Phase { get; init; } = "Pending";

    /// <summary>Why it ended or waits, for example Completed, OOMKilled, Evicted or ImagePullBackOff.</summary>
    public string? Reason { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its main container started.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its main container ended; null also when it was deleted before that was seen.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Exit code of its main container.</summary>
    public int? ExitCode { get; init; }
}
