using static Portal.Sandbox.Api.Protobuf.ProtoMessages;

namespace Portal.Sandbox.Api.Protobuf;

/// <summary>Jobs and CronJobs, as <c>kubectl create</c> writes them.</summary>
internal static class BatchMessages
{
    private static readonly ProtoField Selector = Nested(
        "selector",
        Message(
            (1, Map("matchLabels", ProtoKind.TextMap)),
            (2, Nested("matchExpressions", Message((1, Text("key")), (2, Text("operator")), (3, Text("values", repeated: true))), repeated: true))));

    private static readonly ProtoField FailurePolicy = Nested("podFailurePolicy", Message((1, Nested(
        "rules",
        Message(
            (1, Text("action")),
            (2, Nested("onExitCodes", Message((1, Text("containerName")), (2, Text("operator")), (3, new("values", ProtoKind.Number, Message(), Repeated: true))))),
            (3, Nested("onPodConditions", Message((1, Text("type")), (2, Text("status"))), repeated: true))),
        repeated: true))));

    private static readonly ProtoField SuccessPolicy = Nested(
        "successPolicy", Message((1, Nested("rules", Message((1, Text("succeededIndexes")), (2, Number("succeededCount"))), repeated: true))));

    /// <summary><c>spec</c> of a Job.</summary>
    public static readonly ProtoField JobSpec = Nested(
        "spec",
        Message(
            (1, Number("parallelism")), (2, Number("completions")), (3, Number("activeDeadlineSeconds")), (4, Selector), (5, Flag("manualSelector")), (6, PodMessages.Template), (7, Number("backoffLimit")),
            (8, Number("ttlSecondsAfterFinished")), (9, Text("completionMode")), (10, Flag("suspend")), (11, FailurePolicy), (12, Number("backoffLimitPerIndex")), (13, Number("maxFailedIndexes")),
            (14, Text("podReplacementPolicy")), (15, Text("managedBy")), (16, SuccessPolicy)));

    /// <summary><c>spec</c> of a CronJob.</summary>
    public static readonly ProtoField CronJobSpec = Nested(
        "spec",
        Message(
            (1, Text("schedule")), (2, Number("startingDeadlineSeconds")), (3, Text("concurrencyPolicy")), (4, Flag("suspend")), (5, Nested("jobTemplate", Message((1, Metadata), (2, JobSpec)))),
            (6, Number("successfulJobsHistoryLimit")), (7, Number("failedJobsHistoryLimit")), (8, Text("timeZone"))));
}
