using System.Text.Json.Nodes;
using Portal.Sandbox.Cron;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.CronJobs;

/// <summary>What a CronJob asks for.</summary>
internal sealed class CronJobSpec(JsonObject cronJob)
{
    private readonly JsonNode? _spec = cronJob.At("spec");

    public string Schedule => _spec.Text("schedule") ?? "";

    /// <summary>IANA name; null takes UTC, as a cluster's control plane usually does.</summary>
    public string? TimeZone => _spec.Text("timeZone");

    public bool IsSuspended => _spec.Flag("suspend") ?? false;

    public bool Forbids => _spec.Text("concurrencyPolicy") == "Forbid";

    public bool Replaces => _spec.Text("concurrencyPolicy") == "Replace";

    /// <summary>How late a job may be started; null for however late.</summary>
    public TimeSpan? StartingDeadline => _spec.Whole("startingDeadlineSeconds") is { } seconds ? TimeSpan.FromSeconds(Math.Min(seconds, int.MaxValue)) : null;

    public long? SuccessfulLimit => _spec.Whole("successfulJobsHistoryLimit");

    public long? FailedLimit => _spec.Whole("failedJobsHistoryLimit");

    public JsonObject JobTemplate => _spec.At("jobTemplate") as JsonObject ?? [];

    /// <exception cref="TimeZoneNotFoundException">There is no such zone.</exception>
    public TimeZoneInfo Zone() => TimeZone is null ? TimeZoneInfo.Utc : TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <exception cref="CronFormatException">The schedule cannot be read.</exception>
    public CronSchedule Parse(TimeZoneInfo zone) => CronSchedule.Parse(Schedule, zone);
}
