using Portal.Core.Clusters;
using Portal.Core.History.Live;
using Portal.Core.Jobs;

namespace Portal.Core.History.Folding;

/// <summary>Says in one plain line what a run is doing, what it waits for, or how it ended.</summary>
public static class RunNarrator
{
    public static string Describe(JobRun run, RunFacts facts) =>
        run.Ended ? Ended(run)
        : run.CancelledBy is not null ? $"Being cancelled for {run.CancelledBy}."
        : Live(facts);

    /// <summary>How a run ended.</summary>
    public static string Ended(JobRun run) => run.State switch
    {
        JobState.Succeeded => run.Duration is { } took ? $"Succeeded in {Words(took)}." : "Succeeded.",
        JobState.Failed => run.Cause?.Title ?? "Failed; the cause is being looked for.",
        JobState.Cancelled => $"Cancelled by {run.CancelledBy}.",
        _ => "Was deleted before its end was seen.",
    };

    private static string Live(RunFacts facts)
    {
        var app = facts.App;
        var driver = RunPods.Driver(facts);
        return app.State switch
        {
            "" => "Submitted; waiting for the Spark operator to take it up.",
            "SUBMISSION_FAILED" => $"The operator could not submit it and tries again: {Short(app.ErrorMessage) ?? "no reason given"}",
            "PENDING_RERUN" or "INVALIDATING" => "Waiting to be started again.",
            "SUSPENDING" or "SUSPENDED" => "Suspended; it waits to be resumed.",
            "RESUMING" => "Being resumed.",
            "FAILING" => "The driver failed; the operator decides whether to try again.",
            "SUCCEEDING" => "The driver has ended; the operator tidies up.",
            _ => driver is null ? "Submitted; the driver's pod is being created." : Driver(app, driver, facts),
        };
    }

    private static string Driver(SparkApplicationView app, PodView driver, RunFacts facts)
    {
        if (driver.DeletionTimestamp is not null)
        {
            return "The driver's pod is being removed.";
        }

        if (driver.UnschedulableMessage is { Length: > 0 } reason)
        {
            return $"Waiting for {app.DriverCores} CPU for the driver: {Short(reason)}";
        }

        return RunPods.Main(driver) switch
        {
            { State: "running" } => Executors(app, facts),
            { State: "terminated" } => "The driver has ended; the operator has not said how yet.",
            { Reason: "ImagePullBackOff" or "ErrImagePull" or "InvalidImageName", Image: var image } container => $"The image {image} cannot be pulled: {Short(container.Message) ?? "no reason given"}",
            { Reason: "CreateContainerConfigError", Message: var message } => $"The driver cannot start: {Short(message) ?? "its configuration is wrong"}",
            { Reason: { Length: > 0 } and not "ContainerCreating" and not "PodInitializing" and var other } container => $"The driver waits: {Short(container.Message) ?? other}",
            _ => driver.Node is null ? "The driver's pod is being scheduled." : "The driver is starting.",
        };
    }

    private static string Executors(SparkApplicationView app, RunFacts facts)
    {
        var executors = facts.PodsOf("executor").Where(p => p.Phase is "Pending" or "Running").ToList();
        var running = executors.Count(p => p.Phase == "Running");
        var waiting = executors.Find(p => p.UnschedulableMessage is { Length: > 0 });
        var text = $"Running with {running} of {app.ExecutorInstances} {(app.ExecutorInstances == 1 ? "executor" : "executors")}";
        return waiting is null ? $"{text}." : $"{text}; the others wait for room: {Short(waiting.UnschedulableMessage)}";
    }

    private static string Words(TimeSpan time) => time switch
    {
        { TotalSeconds: < 1 } => "less than a second",
        { TotalSeconds: < 60 } => $"{time.Seconds} s",
        { TotalMinutes: < 60 } => $"{time.Minutes} min {time.Seconds} s",
        _ => $"{(int)time.TotalHours} h {time.Minutes} min",
    };

    // One line, at most 300 characters: the whole text is among the evidence.
    private static string? Short(string? text)
    {
        var line = text?.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return line is null || line.Length <= 300 ? line : line[..299] + "…";
    }
}
