using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.CronJobs;

/// <summary>What a CronJob looks at in one of its jobs.</summary>
internal sealed class OwnJob(JsonObject job)
{
    public string Name => job.Name();

    public string Uid => job.Uid();

    /// <summary>Complete or Failed; null while it is not over.</summary>
    public string? Condition { get; } = job.Items("status", "conditions")
        .FirstOrDefault(c => c.Text("type") is "Complete" or "Failed" && c.Text("status") == "True").Text("type");

    public bool Succeeded => Condition == "Complete";

    public bool Failed => Condition == "Failed";

    public DateTimeOffset? StartTime => job.Time("status", "startTime");

    public DateTimeOffset? CompletionTime => job.Time("status", "completionTime");
}
