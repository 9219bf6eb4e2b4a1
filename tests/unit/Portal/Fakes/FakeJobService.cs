using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Workspaces;

namespace Portal.UnitTests.Fakes;

/// <summary>Runs in memory; the workspace is <c>team-a</c>.</summary>
public sealed class FakeJobService : IJobService
{
    private readonly ConcurrentDictionary<string, (JobRun Run, string Key)> _runs = new(StringComparer.Ordinal);

    public static readonly DateTimeOffset SubmittedAt = new(2026, 11, 21, 10, 41, 31, TimeSpan.Zero);

    /// <summary>Thrown by every call.</summary>
    public Exception? Failure { get; set; }

    public Caller? LastCaller { get; private set; }

    public RunQuery? LastQuery { get; private set; }

    public JobRun Add(string name, JobState state = JobState.Running, SparkJob? definition = null)
    {
        var run = new JobRun
        {
            Uid = $"uid-{name}",
            Cluster = FakeCluster.ClusterId,
            Workspace = "team-a",
            Name = name,
            Job = definition?.Name ?? name,
            State = state,
            OperatorState = "RUNNING",
            Summary = "The driver runs.",
            SubmittedBy = "analyst",
            SubmittedAt = SubmittedAt,
            Definition = definition,
            ManifestJson = """{"kind":"SparkApplication"}""",
            ObjectExists = true,
        };
        _runs[name] = (run, "");
        return run;
    }

    public void Update(string name, Func<JobRun, JobRun> change) => _runs[name] = (change(_runs[name].Run), _runs[name].Key);

    public JsonObject Preview(string workspace, SparkJob job, string runName) => [];

    public Task<IReadOnlyList<JobProblem>> CheckAsync(Caller caller, string workspace, SparkJob job, CancellationToken ct) => Do<IReadOnlyList<JobProblem>>(caller, () => []);

    public Task<SubmitResult> SubmitAsync(Caller caller, string workspace, SparkJob job, string? runName, string submissionKey, string? parentRun, CancellationToken ct) => Do(caller, () =>
    {
        if (job is { MainFile: "", Script: null })
        {
            throw new JobRejectedException([new JobProblem("MainFile", "MainFileMissing", "Give a main file or a script."), new JobProblem("Driver.Memory", "MemoryInvalid", "Write 512m or 2g.")]);
        }

        var name = runName ?? $"{job.Name}-{submissionKey[^6..]}";
        if (_runs.TryGetValue(name, out var existing))
        {
            return existing.Key == submissionKey
                ? new SubmitResult(existing.Run, Created: false)
                : throw new ClusterException(ClusterErrorKind.AlreadyExists, $"sparkapplications.sparkoperator.k8s.io \"{name}\" already exists") { StatusCode = 409, Reason = "AlreadyExists" };
        }

        var run = Add(name, JobState.Waiting, job) with { ParentRun = parentRun };
        _runs[name] = (run, submissionKey);
        return new SubmitResult(run, Created: true);
    });

    public Task<JobRun> CancelAsync(Caller caller, string workspace, string name, CancellationToken ct) => Do(caller, () =>
    {
        if (!_runs.TryGetValue(name, out var held))
        {
            throw new ClusterException(ClusterErrorKind.NotFound, $"sparkapplications.sparkoperator.k8s.io \"{name}\" not found") { StatusCode = 404, Reason = "NotFound" };
        }

        Update(name, run => run with { State = JobState.Cancelled, CancelledBy = run.CancelledBy ?? caller.User });
        return _runs[name].Run;
    });

    public Task<JobRun?> FindAsync(Caller caller, string workspace, string name, CancellationToken ct) =>
        Do(caller, () => workspace == "team-a" && _runs.TryGetValue(name, out var held) ? held.Run : null);

    public Task<RunPage> ListAsync(Caller caller, RunQuery query, CancellationToken ct) => Do(caller, () =>
    {
        LastQuery = query;
        return new RunPage([.. _runs.Values.Select(held => held.Run with { Definition = null })], Next: null, Facets: null);
    });

    public IAsyncEnumerable<IReadOnlyCollection<string>> WatchAsync(string workspace, CancellationToken ct) => throw new NotSupportedException();

    public Task<IReadOnlyList<NamespaceView>> WorkspacesAsync(Caller caller, CancellationToken ct) => Do<IReadOnlyList<NamespaceView>>(caller, () =>
        [new NamespaceView(new ResourceKey(FakeCluster.ClusterId, ResourceKind.Namespace, "", "team-a"), "uid", "1") { Labels = new Dictionary<string, string> { [PortalLabels.Workspace] = "true" } }]);

    private Task<T> Do<T>(Caller caller, Func<T> action)
    {
        LastCaller = caller;
        try
        {
            return Failure is null ? Task.FromResult(action()) : Task.FromException<T>(Failure);
        }
        catch (Exception e) when (e is ClusterException or JobRejectedException)
        {
            return Task.FromException<T>(e);
        }
    }
}
