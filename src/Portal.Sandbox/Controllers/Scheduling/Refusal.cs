namespace Portal.Sandbox.Controllers.Scheduling;

/// <summary>Why a node will not do.</summary>
/// <param name="Reasons">All of them, in the scheduler's words.</param>
/// <param name="Resolvable">Whether it would do if other pods went away.</param>
internal sealed record Refusal(IReadOnlyList<string> Reasons, bool Resolvable);
