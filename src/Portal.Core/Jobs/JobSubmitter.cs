using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.History;
using Portal.Core.History.Live;
using Portal.Core.History.Outbox;
using Portal.Core.Storage;
using Portal.Core.Workspaces;

namespace Portal.Core.Jobs;

/// <summary>
/// Creates a run's objects, once per submission key. Nothing of it is kept in memory: the name is derived from the key, the objects carry
/// the key, and whoever repeats the request finds them.
/// </summary>
public sealed class JobSubmitter(ICluster cluster, RunHistory history, RunWriter writer, RunReader reader, RunOutbox outbox, RunChanges changes, JobOptions options, TimeProvider time, ILogger<JobSubmitter> log)
{
    // After the API has acknowledged the run, what is left must not depend on the one who asked staying on the line.
    private static readonly TimeSpan FollowUp = TimeSpan.FromSeconds(5);

    /// <inheritdoc cref="IJobService.SubmitAsync"/>
    public async Task<SubmitResult> SubmitAsync(Caller caller, string workspace, SparkJob job, string? runName, string submissionKey, string? parentRun, CancellationToken ct)
    {
        Refuse([.. JobValidator.Validate(job, workspace), .. runName is null ? [] : JobValidator.ValidateRunName(runName), .. WorkspaceProblems(workspace)]);
        var person = Person(caller);
        var name = runName ?? RunName.For(job.Name, person, submissionKey);
        if (await EarlierAsync(workspace, name, submissionKey, person, ct) is { } earlier)
        {
            return new(earlier, Created: false);
        }

        var stamp = new RunStamp(submissionKey, person, time.GetUtcNow(), parentRun);
        var files = await CreateFilesAsync(caller, SparkJobManifest.Files(workspace, job, name, stamp), stamp, ct);
        var (application, created) = await CreateApplicationAsync(caller, SparkJobManifest.Application(workspace, job, name, options, stamp), stamp, files, ct);
        using var limit = new CancellationTokenSource(FollowUp, time);
        var note = new RunNote(Facts(application), job, application.ToJsonString());
        await OwnFilesAsync(caller, SparkJobManifest.Files(workspace, job, name, stamp), note.Facts.App, limit.Token);
        return new(await StoreAsync(note, limit.Token), created);
    }

    /// <summary>Problems of the workspace that are known without asking the API.</summary>
    public IReadOnlyList<JobProblem> WorkspaceProblems(string workspace) =>
        cluster.Feed<NamespaceView>().Current.FirstOrDefault(n => n.Key.Name == workspace) is { Terminating: true }
            ? [new("Workspace", "WorkspaceTerminating", $"The workspace {workspace} is being deleted: nothing can be started in it any more. Choose another one.")]
            : [];

    /// <summary>Who is named as the one who did something; the owner of the kubeconfig has no name of their own.</summary>
    public static string Person(Caller caller) => caller.IsPortal ? "owner" : caller.User;

    private static void Refuse(IReadOnlyList<JobProblem> problems)
    {
        if (problems.Count > 0)
        {
            throw new JobRejectedException(problems);
        }
    }

    // The object may be gone by now, and must not be made a second time.
    private async Task<JobRun?> EarlierAsync(string workspace, string name, string submissionKey, string person, CancellationToken ct)
    {
        try
        {
            return await history.FindSubmissionAsync(cluster.Id, workspace, name, submissionKey, ct) is { } run && run.SubmittedBy == person
                ? await reader.FindAsync(workspace, name, ct) is { } current && current.Uid == run.Uid ? current : run
                : null;
        }
        catch (StorageUnavailableException)
        {
            // Otherwise the objects themselves tell, as long as they exist.
            var note = outbox.FindSubmission(app => app.Key.Namespace == workspace && app.Key.Name == name && app.Annotations.GetValueOrDefault(PortalLabels.SubmissionKey) == submissionKey);
            return note?.Onto(null) is { } run && run.SubmittedBy == person ? run : null;
        }
    }

    /// <returns>The ConfigMap, when this call created it.</returns>
    private async Task<JsonObject?> CreateFilesAsync(Caller caller, JsonObject? manifest, RunStamp stamp, CancellationToken ct)
    {
        if (manifest is null)
        {
            return null;
        }

        try
        {
            return await cluster.CreateAsync(caller, manifest, dryRun: false, ct);
        }
        catch (ClusterException e) when (e.Kind == ClusterErrorKind.AlreadyExists)
        {
            var key = Key(manifest, ResourceKind.ConfigMap);
            return IsOurs(await cluster.GetAsync(caller, key, ct), stamp) ? null : throw Taken(key.Name, e);
        }
    }

    private async Task<(JsonObject Application, bool Created)> CreateApplicationAsync(Caller caller, JsonObject manifest, RunStamp stamp, JsonObject? files, CancellationToken ct)
    {
        var key = Key(manifest, ResourceKind.SparkApplication);
        try
        {
            return (await cluster.CreateAsync(caller, manifest, dryRun: false, ct), true);
        }
        catch (ClusterException e) when (e.Kind == ClusterErrorKind.AlreadyExists)
        {
            var existing = await cluster.GetAsync(caller, key, ct);
            if (IsOurs(existing, stamp))
            {
                return (existing, false);
            }

            await RemoveAsync(caller, files, ct);
            throw Taken(key.Name, e);
        }
        catch (ClusterException e) when (e.StatusCode is >= 400 and < 500)
        {
            // Refused for certain: the files would be left over.
            await RemoveAsync(caller, files, ct);
            throw;
        }
    }

    private async Task RemoveAsync(Caller caller, JsonObject? files, CancellationToken ct)
    {
        if (files is null)
        {
            return;
        }

        try
        {
            await cluster.DeleteAsync(caller, Key(files, ResourceKind.ConfigMap), (string?)files["metadata"]?["uid"], ct);
        }
        catch (ClusterException e)
        {
            log.LogWarning("The files of a run that was refused are left over: {Error}", e.Message);
        }
    }

    private async Task OwnFilesAsync(Caller caller, JsonObject? manifest, SparkApplicationView app, CancellationToken ct)
    {
        if (manifest is null)
        {
            return;
        }

        try
        {
            await OwnFilesAsync(caller, manifest, SparkJobManifest.OwnedBy(app.Key.Name, app.Uid), ct);
        }
        catch (Exception e) when (e is ClusterException || (e is OperationCanceledException && ct.IsCancellationRequested))
        {
            log.LogWarning("The files of run {Run} have no owner yet, the recorder sees to it: {Error}", app.Key, e.Message);
        }
    }

    private async Task OwnFilesAsync(Caller caller, JsonObject manifest, JsonObject owned, CancellationToken ct)
    {
        try
        {
            await cluster.MergePatchAsync(caller, Key(manifest, ResourceKind.ConfigMap), owned, ct);
        }
        catch (ClusterException e) when (e.Kind == ClusterErrorKind.NotFound)
        {
            // A refused call with the same key removed them between our two requests.
            manifest["metadata"]!["ownerReferences"] = owned["metadata"]!["ownerReferences"]!.DeepClone();
            await cluster.CreateAsync(caller, manifest, dryRun: false, ct);
        }
    }

    // History must know the run from the first moment; while PostgreSQL is down the outbox does, and the recorder catches up.
    private async Task<JobRun> StoreAsync(RunNote note, CancellationToken ct)
    {
        var app = note.Facts.App;
        try
        {
            return await writer.SaveAsync(app.Key.Cluster, app.Uid, note.Onto, note.SubmissionKey, ct) ?? note.Onto(null);
        }
        catch (Exception e) when (e is StorageUnavailableException || (e is OperationCanceledException && ct.IsCancellationRequested))
        {
            outbox.Add(note);
            log.LogWarning("Run {Run} is submitted and will be recorded later: {Error}", app.Key, e.Message);
            return note.Onto(null);
        }
        finally
        {
            changes.Publish(app.Key.Namespace, app.Uid);
        }
    }

    private RunFacts Facts(JsonObject application) => new(SparkApplicationReader.Read(cluster.Id, application), [], time.GetUtcNow(), null, null);

    private static bool IsOurs(JsonObject existing, RunStamp stamp) =>
        existing["metadata"]?["annotations"] is JsonObject annotations
        && (string?)annotations[PortalLabels.SubmissionKey] == stamp.SubmissionKey
        && (string?)annotations[PortalLabels.SubmittedBy] == stamp.SubmittedBy;

    private ResourceKey Key(JsonObject manifest, ResourceKind kind) =>
        new(cluster.Id, kind, (string)manifest["metadata"]!["namespace"]!, (string)manifest["metadata"]!["name"]!);

    private static ClusterException Taken(string name, ClusterException inner) =>
        new(ClusterErrorKind.AlreadyExists, $"The name {name} is taken by another run. Choose another name, or leave it to the platform.", inner) { StatusCode = 409, Reason = "AlreadyExists" };
}
