using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.CronJobs;

/// <summary><c>status</c> of a CronJob, edited in place.</summary>
internal sealed class CronJobStatus
{
    private readonly JsonObject _status;
    private readonly List<JsonObject> _active;

    public CronJobStatus(JsonObject cronJob)
    {
        _status = cronJob.At("status")?.DeepClone() as JsonObject ?? [];
        _active = [.. _status.Items("active").Select(a => a.DeepClone().AsObject())];
    }

    public IReadOnlyList<JsonObject> Active => _active;

    public DateTimeOffset? LastSchedule
    {
        get => _status.Time("lastScheduleTime");
        set => _status["lastScheduleTime"] = Manifest.Stamp(value!.Value);
    }

    public DateTimeOffset? LastSuccess
    {
        get => _status.Time("lastSuccessfulTime");
        set => _status["lastSuccessfulTime"] = Manifest.Stamp(value!.Value);
    }

    public bool HasActive(string uid) => _active.Exists(a => a.Text("uid") == uid);

    public bool HasActiveNamed(string name) => _active.Exists(a => a.Text("name") == name);

    public bool RemoveActive(string uid) => _active.RemoveAll(a => a.Text("uid") == uid) > 0;

    public void AddActive(JsonObject job) => _active.Add(new JsonObject
    {
        ["kind"] = ResourceTypes.Jobs.Kind,
        ["namespace"] = job.Namespace(),
        ["name"] = job.Name(),
        ["uid"] = job.Uid(),
        ["apiVersion"] = ResourceTypes.Jobs.ApiVersion,
        ["resourceVersion"] = job.Text("metadata", "resourceVersion"),
    });

    public JsonObject Write()
    {
        var status = _status.DeepClone().AsObject();
        status.Remove("active");
        if (_active.Count > 0)
        {
            status["active"] = new JsonArray([.. _active.Select(a => a.DeepClone())]);
        }

        return status;
    }
}
