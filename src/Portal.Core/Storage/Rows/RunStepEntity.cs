namespace Portal.Core.Storage.Rows;

/// <summary>Row of <c>run_steps</c>: something that happened to a run. Rows are only ever added.</summary>
internal sealed class RunStepEntity
{
    /// <summary>Longest detail kept: it is part of a unique index.</summary>
    public const int MaxDetail = 400;

    public long Id { get; init; }

    public required string Cluster { get; init; }

    public required string RunUid { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Kind { get; init; }

    public required string Detail { get; init; }
}
