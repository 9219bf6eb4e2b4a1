namespace Portal.Core.Storage.Rows;

/// <summary>Row of <c>run_pods</c>: a pod that a run has or had, as it was last seen.</summary>
internal sealed class RunPodEntity
{
    public required string Cluster { get; init; }

    public required string RunUid { get; init; }

    public required string PodUid { get; init; }

    public required string Name { get; init; }

    public required string Role { get; init; }

    public string? Node { get; set; }

    public string Phase { get; set; } = "";

    public string? Reason { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public int? ExitCode { get; set; }
}
