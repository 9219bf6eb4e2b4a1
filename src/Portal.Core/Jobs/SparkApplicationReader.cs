using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;

namespace Portal.Core.Jobs;

/// <summary>Reads an answer of the API as the view that shared watches give, for objects that the watch may not have delivered yet.</summary>
public static class SparkApplicationReader
{
    public static SparkApplicationView Read(string cluster, JsonObject application)
    {
        var metadata = application["metadata"];
        var spec = application["spec"];
        var status = application["status"];
        var key = new ResourceKey(cluster, ResourceKind.SparkApplication, Text(metadata?["namespace"]) ?? "", Text(metadata?["name"]) ?? "");
        return new SparkApplicationView(key, Text(metadata?["uid"]) ?? "", Text(metadata?["resourceVersion"]) ?? "")
        {
            Labels = Map(metadata?["labels"]),
            Annotations = Map(metadata?["annotations"]),
            CreatedAt = Time(metadata?["creationTimestamp"]) ?? DateTimeOffset.UnixEpoch,
            DeletionTimestamp = Time(metadata?["deletionTimestamp"]),
            State = Text(status?["applicationState"]?["state"]) ?? "",
            ErrorMessage = Text(status?["applicationState"]?["errorMessage"]),
            ExecutionAttempts = Number(status?["executionAttempts"]) ?? 0,
            SubmissionAttempts = Number(status?["submissionAttempts"]) ?? 0,
            SubmissionId = Text(status?["submissionID"]),
            SparkApplicationId = Text(status?["sparkApplicationId"]),
            LastSubmissionAttemptTime = Time(status?["lastSubmissionAttemptTime"]),
            TerminationTime = Time(status?["terminationTime"]),
            DriverPodName = Text(status?["driverInfo"]?["podName"]) is { Length: > 0 } pod ? pod : $"{key.Name}-driver",
            Suspended = spec?["suspend"] is JsonValue suspend && suspend.TryGetValue(out bool suspended) && suspended,
            DriverCores = Number(spec?["driver"]?["cores"]) ?? 1,
            ExecutorCores = Number(spec?["executor"]?["cores"]) ?? 1,
            ExecutorInstances = Number(spec?["executor"]?["instances"]) ?? 1,
        };
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out int number) ? number : null;

    private static DateTimeOffset? Time(JsonNode? node) =>
        DateTimeOffset.TryParse(Text(node), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    private static Dictionary<string, string> Map(JsonNode? node) =>
        (node as JsonObject ?? []).ToDictionary(p => p.Key, p => Text(p.Value) ?? "", StringComparer.Ordinal);
}
