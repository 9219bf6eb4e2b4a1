namespace Portal.Core.Jobs.Failures;

/// <summary>Causes that the Spark operator or the API server named.</summary>
internal static class OperatorRules
{
    public static FailureCause? QuotaExceeded(FailureFacts facts)
    {
        var text = Texts(facts).LastOrDefault(t => t.Text.Contains("exceeded quota", StringComparison.Ordinal) || t.Text.Contains("failed quota", StringComparison.Ordinal));
        return text is null || facts.Driver is not null ? null
            : new("QuotaExceeded", "The workspace's quota has no room for the driver.", "Ask for fewer or smaller pods, wait until other runs of the workspace have ended, or ask an admin for a larger quota.", [text]);
    }

    public static FailureCause? DriverVanished(FailureFacts facts) =>
        facts.App.SubmissionId is { Length: > 0 } && (facts.Driver is null || facts.Driver.DeletionTimestamp is not null || facts.Events.Any(e => e.Reason == "SparkDriverNotFound"))
        && (facts.App.ErrorMessage is null || facts.App.ErrorMessage.Contains("not found", StringComparison.OrdinalIgnoreCase) || facts.App.ErrorMessage.Contains("missing", StringComparison.OrdinalIgnoreCase))
            ? new("DriverVanished", "The driver's pod went away while the run was not over.", "Somebody or something deleted it, see the events. Run it again.", Evidence(facts))
            : null;

    public static FailureCause? SubmissionFailed(FailureFacts facts) =>
        facts.App.ErrorMessage is { Length: > 0 } message
            ? new(facts.Driver is null ? "SubmissionFailed" : "OperatorError", $"The Spark operator reports: {PodRules.Sentence(message)}", "The message is the operator's own. Correct what it names and run again.", Evidence(facts))
            : null;

    /// <summary>What the operator said, and warnings.</summary>
    public static IReadOnlyList<FailureEvidence> Evidence(FailureFacts facts) => [.. Texts(facts).TakeLast(5)];

    private static IEnumerable<FailureEvidence> Texts(FailureFacts facts) =>
    [
        .. facts.Events.Where(e => e.Type == "Warning").Select(PodRules.Evidence),
        .. facts.App.ErrorMessage is { Length: > 0 } message ? [new FailureEvidence($"SparkApplication {facts.App.Key.Name}", message, null)] : Array.Empty<FailureEvidence>(),
    ];
}
