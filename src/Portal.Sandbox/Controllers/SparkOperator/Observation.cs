namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>All that a decision rests on.</summary>
/// <param name="App">The application.</param>
/// <param name="Driver">Its own driver pod; null when there is none or the pod of that name is another's.</param>
/// <param name="Executors">Executor pods of the present submission by name.</param>
/// <param name="SpecChanged">Whether the spec is another than what was submitted.</param>
/// <param name="Now">The time.</param>
internal sealed record Observation(
    SparkApp App, DriverPod? Driver, IReadOnlyDictionary<string, ExecutorPod> Executors, bool SpecChanged, DateTimeOffset Now);
