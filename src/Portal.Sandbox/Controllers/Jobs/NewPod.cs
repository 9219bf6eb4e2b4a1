namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>A pod to be made.</summary>
/// <param name="Index">Which completion it works on; null when they have no numbers.</param>
/// <param name="Failures">Failures of that index before it; null when they are not counted by index.</param>
internal readonly record struct NewPod(int? Index, int? Failures = null);
