using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Portal.Core.Clusters;
using Portal.Core.Jobs;

namespace Portal.UnitTests.Pages.Fakes;

/// <summary>The job service over a list in memory.</summary>
public sealed class FakeJobs(TimeProvider time) : IJobService
{
    private readonly List<Channel<string>> _watchers = [];

    public List<JobRun> Runs { get; } = [];

    public List<string> Workspaces { get; } = ["team-a", "team-b"];

    /// <summary>Thrown by every read while it is set.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What a check or submission answers.</summary>
    public IReadOnlyList<JobProblem> Problems { get; set; } = [];

    /// <summary>Keys of all submissions, repeated ones too.</summary>
    public List<string> Submitted { get; } = [];

    /// <summary>A submission waits for it.</summary>
    public Task SubmitGate { get; set; } = Task.CompletedTask;

    public int Lists { get; private set; }

    public void Put(JobRun run)
    {
        Runs.RemoveAll(r => r.Uid == run.Uid);
        Runs.Add(run);
        foreach (var watcher in _watchers)
        {
            watcher.Writer.TryWrite(run.Uid);
        }
    }

    public JsonObject Preview(string workspace, SparkJob job, string runName) => SparkJobManifest.Application(workspace, job, runName, new JobOptions(), null);

    public Task<IReadOnlyList<JobProblem>> CheckAsync(Caller caller, string workspace, SparkJob job, CancellationToken ct) => Task.FromResult(Problems);

    public async Task<SubmitResult> SubmitAsync(Caller caller, string workspace, SparkJob job, string? runName, string submissionKey, string? parentRun, CancellationToken ct)
    {
        await SubmitGate;
        var again = Submitted.Contains(submissionKey);
        Submitted.Add(submissionKey);
        if (Problems.Count > 0)
        {
            throw new JobRejectedException(Problems);
        }

        var name = runName ?? RunName.For(job.Name, caller.User, submissionKey);
        if (again)
        {
            return new SubmitResult(Runs.First(r => r.Name == name), Created: false);
        }

        var run = new JobRun
        {
            Uid = Guid.NewGuid().ToString(),
            Cluster = "sandbox",
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
        Put(run);
        return new SubmitResult(run, Created: true);
    }

    public Task<JobRun> CancelAsync(Caller caller, string workspace, string name, CancellationToken ct)
    {
        var run = Runs.First(r => r.Name == name);
        if (!run.Ended)
        {
            run = run with { State = JobState.Cancelled, EndedAt = time.GetUtcNow(), CancelledBy = caller.User, Summary = $"Cancelled by {caller.User}" };
            Put(run);
        }

        return Task.FromResult(run);
    }

    public Task<JobRun?> FindAsync(Caller caller, string workspace, string name, CancellationToken ct) =>
        Failure is null ? Task.FromResult(Runs.Where(r => r.Workspace == workspace && r.Name == name).MaxBy(r => r.SubmittedAt)) : Task.FromException<JobRun?>(Failure);

    public Task<RunPage> ListAsync(Caller caller, RunQuery query, CancellationToken ct)
    {
        Lists++;
        if (Failure is not null)
        {
            return Task.FromException<RunPage>(Failure);
        }

        var all = Runs.Where(r => r.Workspace == query.Workspace
            && (query.Text is null || r.Name.Contains(query.Text, StringComparison.OrdinalIgnoreCase) || r.Summary.Contains(query.Text, StringComparison.OrdinalIgnoreCase))
            && (query.Since is null || r.SubmittedAt >= query.Since) && (query.Until is null || r.SubmittedAt < query.Until)).ToList();
        bool State(JobRun r) => query.States.Count == 0 || query.States.Contains(r.State);
        bool Person(JobRun r) => query.SubmittedBy.Count == 0 || query.SubmittedBy.Contains(r.SubmittedBy);
        bool Job(JobRun r) => query.Jobs.Count == 0 || query.Jobs.Contains(r.Job);
        var matching = all.Where(r => State(r) && Person(r) && Job(r)).OrderByDescending(r => r.SubmittedAt).ToList();
        var start = query.After is null ? 0 : int.Parse(query.After, System.Globalization.CultureInfo.InvariantCulture);
        var page = matching.Skip(start).Take(query.Limit).ToList();
        var facets = new RunFacets(
            all.Where(r => Person(r) && Job(r)).GroupBy(r => r.State).ToDictionary(g => g.Key, g => g.Count()),
            all.Where(r => State(r) && Job(r)).GroupBy(r => r.SubmittedBy).ToDictionary(g => g.Key, g => g.Count()),
            all.Where(r => State(r) && Person(r)).GroupBy(r => r.Job).ToDictionary(g => g.Key, g => g.Count()));
        var next = start + page.Count < matching.Count ? (start + page.Count).ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        return Task.FromResult(new RunPage(page, next, start == 0 ? facets : null));
    }

    public async IAsyncEnumerable<IReadOnlyCollection<string>> WatchAsync(string workspace, [EnumeratorCancellation] CancellationToken ct)
    {
        var channel = Channel.CreateUnbounded<string>();
        _watchers.Add(channel);
        await foreach (var uid in channel.Reader.ReadAllAsync(ct))
        {
            yield return [uid];
        }
    }

    public Task<IReadOnlyList<NamespaceView>> WorkspacesAsync(Caller caller, CancellationToken ct) =>
        Failure is null
            ? Task.FromResult<IReadOnlyList<NamespaceView>>([.. Workspaces.Select(w => new NamespaceView(new ResourceKey("sandbox", ResourceKind.Namespace, "", w), w, "1") { Labels = new Dictionary<string, string>() })])
            : Task.FromException<IReadOnlyList<NamespaceView>>(Failure);
}
