using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Storage.Lists;
using Portal.Core.Workspaces;

namespace Portal.UnitTests.Fakes;

/// <summary>The job service over a list in memory.</summary>
public sealed class FakeJobs(TimeProvider time) : IJobService
{
    private readonly Lock _gate = new();
    private readonly List<Channel<string>> _watchers = [];
    private readonly Dictionary<string, string> _keys = new(StringComparer.Ordinal);

    public List<JobRun> Runs { get; } = [];

    public List<string> Workspaces { get; } = ["team-a", "team-b"];

    /// <summary>Thrown by every call while it is set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What a check or submission answers.</summary>
    public IReadOnlyList<JobProblem> Problems { get; set; } = [];

    /// <summary>Keys of all submissions, repeated ones too.</summary>
    public List<string> Submitted { get; } = [];

    /// <summary>A submission waits for it.</summary>
    public Task SubmitGate { get; set; } = Task.CompletedTask;

    public int Lists { get; private set; }

    public int Counts { get; private set; }

    public Caller? LastCaller { get; private set; }

    public RunQuery? LastQuery { get; private set; }

    public void Put(JobRun run)
    {
        lock (_gate)
        {
            Runs.RemoveAll(r => r.Uid == run.Uid);
            Runs.Add(run);
            _watchers.ForEach(w => w.Writer.TryWrite(run.Uid));
        }
    }

    /// <summary>A run of team-a that only has a name and a state.</summary>
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
            SubmittedAt = time.GetUtcNow(),
            Definition = definition,
            ManifestJson = """{"kind":"SparkApplication"}""",
            ObjectExists = true,
        };
        Put(run);
        return run;
    }

    public void Update(string name, Func<JobRun, JobRun> change) => Put(change(Runs.Single(r => r.Name == name)));

    public JsonObject Preview(string workspace, SparkJob job, string runName) => SparkJobManifest.Application(workspace, job, runName, new JobOptions(), null);

    public Task<IReadOnlyList<JobProblem>> CheckAsync(Caller caller, string workspace, SparkJob job, CancellationToken ct) => DoAsync(caller, () => Problems);

    public async Task<SubmitResult> SubmitAsync(Caller caller, string workspace, SparkJob job, string? runName, string submissionKey, string? parentRun, CancellationToken ct)
    {
        await SubmitGate;
        return await DoAsync(caller, () => Submit(caller, workspace, job, runName ?? RunName.For(job.Name, caller.User, submissionKey), submissionKey, parentRun));
    }

    public Task<JobRun> CancelAsync(Caller caller, string workspace, string name, CancellationToken ct) => DoAsync(caller, () =>
    {
        var run = Runs.Find(r => r.Name == name)
            ?? throw new ClusterException(ClusterErrorKind.NotFound, $"sparkapplications.sparkoperator.k8s.io \"{name}\" not found") { StatusCode = 404, Reason = "NotFound" };
        if (!run.Ended)
        {
            run = run with { State = JobState.Cancelled, EndedAt = time.GetUtcNow(), CancelledBy = caller.User, Summary = $"Cancelled by {caller.User}" };
            Put(run);
        }

        return run;
    });

    public Task<JobRun?> FindAsync(Caller caller, string workspace, string name, CancellationToken ct) =>
        DoAsync(caller, () => Runs.Where(r => r.Workspace == workspace && r.Name == name).MaxBy(r => r.SubmittedAt));

    public Task<RunPage> ListAsync(Caller caller, RunQuery query, CancellationToken ct) => DoAsync(caller, () =>
    {
        Lists++;
        LastQuery = query;
        return List(query);
    });

    public Task<int> CountAsync(Caller caller, RunQuery query, CancellationToken ct) => DoAsync(caller, () =>
    {
        Counts++;
        return Runs.Count(r => RunFilters.Matches(r, query));
    });

    public async IAsyncEnumerable<IReadOnlyCollection<string>> WatchAsync(string workspace, [EnumeratorCancellation] CancellationToken ct)
    {
        var channel = Channel.CreateUnbounded<string>();
        lock (_gate)
        {
            _watchers.Add(channel);
        }

        await foreach (var uid in channel.Reader.ReadAllAsync(ct))
        {
            yield return [uid];
        }
    }

    public Task<IReadOnlyList<NamespaceView>> WorkspacesAsync(Caller caller, CancellationToken ct) => DoAsync<IReadOnlyList<NamespaceView>>(caller, () =>
    [
        .. Workspaces.Select(w => new NamespaceView(new ResourceKey(FakeCluster.ClusterId, ResourceKind.Namespace, "", w), w, "1")
        {
            Labels = new Dictionary<string, string> { [PortalLabels.Workspace] = "true" },
        }),
    ]);

    private SubmitResult Submit(Caller caller, string workspace, SparkJob job, string name, string key, string? parentRun)
    {
        Submitted.Add(key);
        if (Problems.Count > 0)
        {
            throw new JobRejectedException(Problems);
        }

        if (Runs.Find(r => r.Name == name) is { } existing)
        {
            return _keys.GetValueOrDefault(name) == key
                ? new SubmitResult(existing, Created: false)
                : throw new ClusterException(ClusterErrorKind.AlreadyExists, $"sparkapplications.sparkoperator.k8s.io \"{name}\" already exists") { StatusCode = 409, Reason = "AlreadyExists" };
        }

        var run = new JobRun
        {
            Uid = Guid.NewGuid().ToString(),
            Cluster = FakeCluster.ClusterId,
            Workspace = workspace,
            Name = name,
            Job = job.Name,
            State = JobState.Waiting,
            Summary = "Waiting for the operator",
            SubmittedBy = caller.User,
            SubmittedAt = time.GetUtcNow(),
            Definition = job,
            ParentRun = parentRun,
            ObjectExists = true,
            CoresAsked = job.Driver.Cores + (job.Executors * job.Executor.Cores),
            ManifestJson = Preview(workspace, job, name).ToJsonString(),
        };
        _keys[name] = key;
        Put(run);
        return new SubmitResult(run, Created: true);
    }

    // The place to go on from is the number of runs already given.
    private RunPage List(RunQuery query)
    {
        var all = Runs.Where(r => r.Workspace == query.Workspace
            && (query.Text is null || r.Name.Contains(query.Text, StringComparison.OrdinalIgnoreCase) || r.Summary.Contains(query.Text, StringComparison.OrdinalIgnoreCase))
            && (query.Since is null || r.SubmittedAt >= query.Since) && (query.Until is null || r.SubmittedAt < query.Until)).ToList();
        var matching = all.Where(r => State(r) && Person(r) && Job(r)).Order(RunOrdering.For(query with { After = null }, time.GetUtcNow())).ToList();
        var start = int.TryParse(query.After, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        var page = matching.Skip(start).Take(query.Limit).Select(r => r with { Definition = null, Attempts = [], Steps = [] }).ToList();
        var facets = new RunFacets(
            all.Where(r => Person(r) && Job(r)).GroupBy(r => r.State).ToDictionary(g => g.Key, g => g.Count()),
            all.Where(r => State(r) && Job(r)).GroupBy(r => r.SubmittedBy).ToDictionary(g => g.Key, g => g.Count()),
            all.Where(r => State(r) && Person(r)).GroupBy(r => r.Job).ToDictionary(g => g.Key, g => g.Count()));
        var next = start + page.Count < matching.Count ? (start + page.Count).ToString(CultureInfo.InvariantCulture) : null;
        return new RunPage(page, next, start == 0 ? facets : null);

        bool State(JobRun r) => query.States.Count == 0 || query.States.Contains(r.State);
        bool Person(JobRun r) => query.SubmittedBy.Count == 0 || query.SubmittedBy.Contains(r.SubmittedBy);
        bool Job(JobRun r) => query.Jobs.Count == 0 || query.Jobs.Contains(r.Job);
    }

    private Task<T> DoAsync<T>(Caller caller, Func<T> action)
    {
        lock (_gate)
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
}
