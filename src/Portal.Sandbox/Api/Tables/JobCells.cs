using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Api.Tables;

/// <summary>What kubectl shows of Jobs and CronJobs.</summary>
internal static class JobCells
{
    private const string None = "<none>";

    public static string Status(JsonObject job)
    {
        var holding = job.Items("status", "conditions").Where(c => c.Text("status") == "True").Select(c => c.Text("type")).ToHashSet();
        return holding.Contains("Complete") ? "Complete"
            : holding.Contains("Failed") ? "Failed"
            : job.Terminating() ? "Terminating"
            : holding.Contains("Suspended") ? "Suspended"
            : holding.Contains("FailureTarget") ? "FailureTarget"
            : holding.Contains("SuccessCriteriaMet") ? "SuccessCriteriaMet"
            : "Running";
    }

    public static string Completions(JsonObject job)
    {
        var succeeded = job.Whole("status", "succeeded") ?? 0;
        return job.Whole("spec", "completions") is { } completions ? $"{succeeded}/{completions}"
            : job.Whole("spec", "parallelism") is > 1 and var parallelism ? $"{succeeded}/1 of {parallelism}"
            : $"{succeeded}/1";
    }

    public static JsonNode? Duration(JsonObject job, DateTimeOffset now) =>
        job.Time("status", "startTime") is { } start ? Age.Text((job.Time("status", "completionTime") ?? now) - start) : "";

    public static string Containers(JsonNode? template, string field) =>
        string.Join(',', template.Items("spec", "containers").Select(c => c.Text(field)));

    public static string Selector(JsonNode? selector)
    {
        var parts = selector.Pairs("matchLabels").OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}").ToList();
        return parts.Count > 0 ? string.Join(',', parts) : None;
    }

    public static string Suspended(JsonObject cronJob) => cronJob.Flag("spec", "suspend") == true ? "True" : "False";

    public static JsonNode? LastSchedule(JsonObject cronJob, DateTimeOffset now) =>
        cronJob.At("status", "lastScheduleTime") is { } time ? Age.Since(time, now) : None;
}
