using Portal.Components;
using Portal.Core.Clusters;
using Portal.Core.Jobs;

namespace Portal.Features.Home;

/// <summary>The first page of a workspace: what the person runs, what failed lately, what ran last.</summary>
public sealed class HomeState(IJobService jobs, Caller caller, string workspace, UserClock clock)
{
    private const int Few = 8;
    private static readonly TimeSpan Lately = TimeSpan.FromDays(7);

    private readonly LiveQuery _query = new(clock.Provider);

    public Action? Changed { get; set; }

    public bool Ready { get; private set; }

    /// <summary>Not ended: the person's own first.</summary>
    public IReadOnlyList<JobRun> Live { get; private set; } = [];

    /// <summary>Failed in the last seven days, by anybody.</summary>
    public IReadOnlyList<JobRun> Failed { get; private set; } = [];

    /// <summary>Ended otherwise.</summary>
    public IReadOnlyList<JobRun> Recent { get; private set; } = [];

    public LoadFailure? Failure { get; private set; }

    public DateTimeOffset? StaleSince { get; private set; }

    /// <summary>Nothing has ever run here.</summary>
    public bool Empty => Ready && Live.Count + Failed.Count + Recent.Count == 0;

    public Task RunAsync(CancellationToken ct) => _query.RunAsync(c => jobs.WatchAsync(workspace, c), ReadAsync, Report, ct);

    private async Task ReadAsync(CancellationToken ct)
    {
        var all = new RunQuery { Workspace = workspace, Limit = Few };
        var live = await jobs.ListAsync(caller, all with { States = [JobState.Running, JobState.Waiting], Limit = 50 }, ct);
        var failed = await jobs.ListAsync(caller, all with { States = [JobState.Failed], Since = clock.Now - Lately }, ct);
        var recent = await jobs.ListAsync(caller, all with { States = [JobState.Succeeded, JobState.Cancelled, JobState.Unknown] }, ct);
        Live = [.. live.Runs.OrderBy(r => r.SubmittedBy == caller.User ? 0 : 1).Take(Few)];
        (Failed, Recent, Ready) = (failed.Runs, recent.Runs, true);
        if (Live.Count + Failed.Count + Recent.Count == 0)
        {
            // An older failure is not lately, but then the workspace is not new either.
            Recent = (await jobs.ListAsync(caller, all, ct)).Runs;
        }

        Changed?.Invoke();
    }

    private void Report(LoadFailure? failure)
    {
        StaleSince = failure is null ? null : StaleSince ?? clock.Now;
        if (Failure != failure)
        {
            Failure = failure;
            Changed?.Invoke();
        }
    }
}
