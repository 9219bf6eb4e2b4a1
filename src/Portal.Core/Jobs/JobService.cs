using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Core.History;
using Portal.Core.Workspaces;

namespace Portal.Core.Jobs;

/// <inheritdoc cref="IJobService"/>
public sealed class JobService(ICluster cluster, JobSubmitter submitter, JobCanceller canceller, RunReader reader, RunChanges changes, JobOptions options) : IJobService
{
    public JsonObject Preview(string workspace, SparkJob job, string runName) => SparkJobManifest.Application(workspace, job, runName, options, stamp: null);

    public async Task<IReadOnlyList<JobProblem>> CheckAsync(Caller caller, string workspace, SparkJob job, CancellationToken ct)
    {
        List<JobProblem> problems = [.. JobValidator.Validate(job, workspace), .. submitter.WorkspaceProblems(workspace)];
        if (problems.Count > 0)
        {
            return problems;
        }

        try
        {
            var name = RunName.For(job.Name, caller.User, "check");
            await cluster.CreateAsync(caller, SparkJobManifest.Application(workspace, job, name, options, stamp: null), dryRun: true, ct);
            return [];
        }
        catch (ClusterException e) when (e.Kind is ClusterErrorKind.Invalid or ClusterErrorKind.Forbidden or ClusterErrorKind.NotFound or ClusterErrorKind.TooLarge)
        {
            return ApiProblems.Read(e);
        }
    }

    public Task<SubmitResult> SubmitAsync(Caller caller, string workspace, SparkJob job, string? runName, string submissionKey, string? parentRun, CancellationToken ct) =>
        submitter.SubmitAsync(caller, workspace, job, runName, submissionKey, parentRun, ct);

    public Task<JobRun> CancelAsync(Caller caller, string workspace, string name, CancellationToken ct) => canceller.CancelAsync(caller, workspace, name, ct);

    public async Task<JobRun?> FindAsync(Caller caller, string workspace, string name, CancellationToken ct)
    {
        await RequireReadAsync(caller, workspace, ct);
        return await reader.FindAsync(workspace, name, ct);
    }

    public async Task<RunPage> ListAsync(Caller caller, RunQuery query, CancellationToken ct)
    {
        await RequireReadAsync(caller, query.Workspace, ct);
        return await reader.ListAsync(query, ct);
    }

    public async Task<int> CountAsync(Caller caller, RunQuery query, CancellationToken ct)
    {
        await RequireReadAsync(caller, query.Workspace, ct);
        return await reader.CountAsync(query, ct);
    }

    public IAsyncEnumerable<IReadOnlyCollection<string>> WatchAsync(string workspace, CancellationToken ct) => changes.WatchAsync(workspace, ct);

    public async Task<IReadOnlyList<NamespaceView>> WorkspacesAsync(Caller caller, CancellationToken ct)
    {
        var workspaces = cluster.Feed<NamespaceView>().Current.Where(n => n.Labels.GetValueOrDefault(PortalLabels.Workspace) == "true").OrderBy(n => n.Key.Name, StringComparer.Ordinal).ToList();
        var allowed = await Task.WhenAll(workspaces.Select(n => MayReadAsync(caller, n.Key.Name, ct)));
        return [.. workspaces.Where((_, i) => allowed[i])];
    }

    private async Task RequireReadAsync(Caller caller, string workspace, CancellationToken ct)
    {
        if (!await MayReadAsync(caller, workspace, ct))
        {
            var message = $"sparkapplications.sparkoperator.k8s.io is forbidden: User \"{caller.User}\" cannot list resource \"sparkapplications\" in API group \"sparkoperator.k8s.io\" in the namespace \"{workspace}\"";
            throw new ClusterException(ClusterErrorKind.Forbidden, message) { StatusCode = 403, Reason = "Forbidden" };
        }
    }

    private Task<bool> MayReadAsync(Caller caller, string workspace, CancellationToken ct) => cluster.AllowsAsync(caller, "list", ResourceKind.SparkApplication, workspace, null, ct);
}
