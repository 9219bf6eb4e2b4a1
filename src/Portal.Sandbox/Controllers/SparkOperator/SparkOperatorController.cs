using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>Runs SparkApplications as kubeflow's Spark operator does: one decision of <see cref="StateMachine"/> at a time, then what it asks for.</summary>
internal sealed class SparkOperatorController : Controller<ObjectKey>
{
    private const string Component = "spark-application-controller";
    private static readonly TimeSpan Predecessor = TimeSpan.FromMilliseconds(200);

    private readonly Submitter _submitter;
    private readonly ExecutorIndex _executors = new();
    private readonly ConcurrentDictionary<ObjectKey, (string Uid, string Hash)> _submittedSpecs = new();

    public SparkOperatorController(IObjects objects, Submitter submitter, TimeProvider time, ILogger<SparkOperatorController> logger)
        : base(objects, time, logger)
    {
        _submitter = submitter;
        Watch(ResourceTypes.SparkApplications, change => Queue.Add(ObjectKey.Of(change.Object)));
        Watch(ResourceTypes.Pods, OnPod);
    }

    /// <summary>They mostly wait for the disk, and what waits at the same time is written at once.</summary>
    protected override int Workers => 16;

    protected override async Task<TimeSpan?> ReconcileAsync(ObjectKey key, CancellationToken ct)
    {
        if (Objects.Get(ResourceTypes.SparkApplications, key.Namespace, key.Name) is not { } manifest)
        {
            _submittedSpecs.TryRemove(key, out _);
            return null;
        }

        var app = new SparkApp(manifest);
        var pod = Objects.Get(ResourceTypes.Pods, app.Namespace, app.Status.DriverPod ?? SparkNames.DriverPod(app));
        if (pod is not null && !Submitter.IsOwn(pod, app))
        {
            pod = null;
        }

        var changed = SpecChanged(key, app, pod);
        var now = Time.GetUtcNow();
        var seen = new Observation(app, pod is null ? null : DriverPod.Read(pod), _executors.Of(key, app.Status), changed, now);
        var decision = StateMachine.Next(seen);
        switch (decision.Action)
        {
            case RunAction.DeleteApplication:
                await Objects.DeleteAsync(ResourceTypes.SparkApplications, key.Namespace, key.Name, app.Uid, graceSeconds: null, ct);
                return null;
            case RunAction.DeleteRun:
                await _submitter.DeleteRunAsync(app, ct);
                break;
            case RunAction.Submit when await SubmitAsync(app, decision, ct) is { } submitted:
                decision = submitted;
                break;
            case RunAction.Submit:
                return Predecessor;
        }

        if (!await WriteAsync(app, decision.Status, ct))
        {
            return TimeSpan.Zero;
        }

        if (decision.Status.State == ApplicationState.Invalidating)
        {
            _submittedSpecs[key] = (app.Uid, app.SpecHash());
        }

        foreach (var notice in decision.Notices)
        {
            await RecordAsync(manifest, notice.Type, notice.Reason, notice.Message, Component, ct);
        }

        foreach (var executor in decision.Executors)
        {
            await Objects.DeleteAsync(ResourceTypes.Pods, key.Namespace, executor, seen.Executors[executor].Uid, graceSeconds: null, ct);
        }

        return decision.LookAgain;
    }

    private void OnPod(ObjectChange change)
    {
        if (change.Object.Label(SparkNames.AppName) is not { } app)
        {
            return;
        }

        var key = new ObjectKey(change.Object.Namespace(), app);
        if (change.Object.Label(SparkNames.Role) == "executor")
        {
            _executors.Apply(key, change);
        }

        Queue.Add(key);
    }

    /// <summary>
    /// Whether the spec is another than the one last acted upon. What that was is remembered, and after a restart read off the driver pod that was
    /// made from it.
    /// </summary>
    private bool SpecChanged(ObjectKey key, SparkApp app, JsonObject? driver)
    {
        var hash = app.SpecHash();
        var known = _submittedSpecs.AddOrUpdate(
            key,
            _ => (app.Uid, FromPod() ?? hash),
            (_, old) => old.Uid == app.Uid && app.Status.State != ApplicationState.New ? old : (app.Uid, FromPod() ?? hash));
        return known.Hash != hash;

        string? FromPod() => driver.Text("metadata", "annotations", SparkNames.SpecHash);
    }

    private async Task<Decision?> SubmitAsync(SparkApp app, Decision decision, CancellationToken ct)
    {
        var id = Guid.NewGuid().ToString();
        try
        {
            return await _submitter.SubmitAsync(app, id, ct) is { } submission
                ? StateMachine.AfterSubmission(app, submission, Time.GetUtcNow()) with { LookAgain = decision.LookAgain }
                : null;
        }
        catch (SubmissionRefusedException e)
        {
            return StateMachine.AfterRefusal(app, id, e.Message, Time.GetUtcNow());
        }
    }

    /// <summary>Writes the status unless somebody else wrote it since it was read.</summary>
    private async Task<bool> WriteAsync(SparkApp app, ApplicationStatus status, CancellationToken ct)
    {
        var (before, after) = (app.Status.Write(), status.Write());
        if (JsonNode.DeepEquals(before, after))
        {
            return true;
        }

        var written = false;
        await Objects.UpdateAsync(ResourceTypes.SparkApplications, app.Namespace, app.Name, status: true, current =>
        {
            written = current.Uid() == app.Uid && JsonNode.DeepEquals(ApplicationStatus.Read(current.At("status")).Write(), before);
            if (written)
            {
                current["status"] = after.DeepClone();
            }

            return written;
        }, ct);
        return written;
    }
}
