using System.Collections.Immutable;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>The next step of an application.</summary>
/// <param name="Status">The status to write; with <see cref="RunAction.Submit"/> the one that the submission builds on.</param>
internal sealed record Decision(ApplicationStatus Status)
{
    public RunAction Action { get; init; }

    /// <summary>Events to record once the status is written.</summary>
    public ImmutableArray<Notice> Notices { get; init; } = [];

    /// <summary>Executor pods that have no more use.</summary>
    public ImmutableArray<string> Executors { get; init; } = [];

    /// <summary>When to decide again although nothing changed; null when only a change can bring news.</summary>
    public TimeSpan? LookAgain { get; init; }
}
