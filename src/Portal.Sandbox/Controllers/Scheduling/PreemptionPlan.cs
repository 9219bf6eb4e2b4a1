namespace Portal.Sandbox.Controllers.Scheduling;

/// <summary>Who goes for a more important pod.</summary>
/// <param name="Node">Where.</param>
/// <param name="Victims">Pods to delete; none while enough are on their way out already.</param>
internal sealed record PreemptionPlan(string Node, IReadOnlyList<PodView> Victims);
