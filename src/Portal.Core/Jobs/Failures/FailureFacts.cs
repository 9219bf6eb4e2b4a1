using Portal.Core.Clusters;

namespace Portal.Core.Jobs.Failures;

/// <summary>What is known about a failed run when its cause is looked for.</summary>
/// <param name="App">The run's object as last seen.</param>
/// <param name="Driver">Driver pod of the last attempt; null when there was none or it was not seen.</param>
/// <param name="Executors">Its executors, as far as they are known.</param>
/// <param name="Events">Events of the object and its pods, oldest first.</param>
/// <param name="Log">The end of the driver's log.</param>
public sealed record FailureFacts(SparkApplicationView App, PodView? Driver, IReadOnlyList<PodView> Executors, IReadOnlyList<EventView> Events, LogTail Log);
