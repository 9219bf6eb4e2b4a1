using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Sandbox.Cron;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Batch;

/// <summary>What a CronJob must have.</summary>
public sealed partial class CronJobRules : IAdmissionStep
{
    /// <summary>The names of its jobs end with a dash and ten digits, and are 63 characters at most.</summary>
    private const int MaxName = 52;

    private static readonly string[] NotNegative = ["startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"];

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.CronJobs || request.Operation == AdmissionOperation.Delete || request.Subresource.Length > 0)
        {
            return;
        }
        var spec = request.Object["spec"] as JsonObject ?? [];
        var job = spec.At("jobTemplate", "spec") as JsonObject ?? [];
        List<FieldError> errors =
        [
            .. Schedule(spec.Text("schedule") ?? ""),
            .. JobSpecRules.NonNegative(spec, "spec", NotNegative[0]),
            .. spec.Text("timeZone") is { } zone ? TimeZone(zone) : [],
            .. Concurrency(spec.Text("concurrencyPolicy")),
            .. JobSpecRules.Check(job, "spec.jobTemplate.spec"),
            .. OwnSelector(job, "spec.jobTemplate.spec"),
            .. NotNegative.Skip(1).SelectMany(f => JobSpecRules.NonNegative(spec, "spec", f)),
            .. request.Old is null && request.Name.Length > MaxName ? [FieldError.Invalid("metadata.name", request.Name, $"must be no more than {MaxName} characters")] : (FieldError[])[],
        ];
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(request.Type, request.Name, errors);
        }
    }

    private static IEnumerable<FieldError> Schedule(string schedule)
    {
        const string Field = "spec.schedule";
        if (schedule.Length == 0)
        {
            return [FieldError.Required(Field)];
        }
        if (schedule.Contains("TZ", StringComparison.Ordinal))
        {
            return [FieldError.Invalid(Field, schedule, "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")];
        }
        try
        {
            CronSchedule.Parse(schedule, TimeZoneInfo.Utc);
            return [];
        }
        catch (CronFormatException e)
        {
            return [FieldError.Invalid(Field, schedule, e.Message)];
        }
    }

    private static IEnumerable<FieldError> TimeZone(string zone)
    {
        const string Field = "spec.timeZone";
        if (zone.Length == 0)
        {
            yield return FieldError.Invalid(Field, zone, "timeZone must be nil or non-empty string");
            yield break;
        }
        if (zone.Split('/').Any(p => p is "." or ".." || p.StartsWith('-') || !ZonePart().IsMatch(p)))
        {
            yield return FieldError.Invalid(Field, zone, $"unknown time zone {zone}");
            yield break;
        }
        if (zone.Equals("Local", StringComparison.OrdinalIgnoreCase))
        {
            yield return FieldError.Invalid(Field, zone, "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones");
        }
        else if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            yield return FieldError.Invalid(Field, zone, $"unknown time zone {zone}");
        }
    }

    private static IEnumerable<FieldError> Concurrency(string? policy) =>
        policy is "Allow" or "Forbid" or "Replace" ? []
        : string.IsNullOrEmpty(policy) ? [FieldError.Required("spec.concurrencyPolicy")]
        : [FieldError.NotSupported("spec.concurrencyPolicy", policy, "Allow", "Forbid", "Replace")];

    private static IEnumerable<FieldError> OwnSelector(JsonObject job, string path)
    {
        if (job["selector"] is { } selector)
        {
            yield return FieldError.Invalid(path + ".selector", selector.DeepClone(), "`selector` will be auto-generated");
        }
        if (job.Flag("manualSelector") == true)
        {
            yield return FieldError.NotSupported(path + ".manualSelector", true, "nil", "false");
        }
    }

    [GeneratedRegex(@"^[A-Za-z.\-_0-9+]{1,14}\z", RegexOptions.NonBacktracking)]
    private static partial Regex ZonePart();
}
