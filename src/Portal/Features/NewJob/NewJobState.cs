using System.Text.Json.Nodes;
using Portal.Components;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Features.Jobs.Manifests;

namespace Portal.Features.NewJob;

/// <summary>The form of a new job: its draft, what is wrong with it, what would be sent, and sending it.</summary>
public sealed class NewJobState(IJobService jobs, Caller caller, string workspace, string baseUri)
{
    private IReadOnlyList<JobProblem> _fromServer = [];
    private bool _tried;

    public Action? Changed { get; set; }

    public JobDraft Draft { get; private set; } = new();

    /// <summary>Everything that is wrong, also what is not to be shown yet.</summary>
    public IReadOnlyList<JobProblem> Problems { get; private set; } = [];

    /// <summary>What to show: what is merely still missing is held back until the person tried to go on.</summary>
    public IReadOnlyList<JobProblem> Shown =>
        [.. Problems.Where(p => _tried || !(p.Code.EndsWith("Missing", StringComparison.Ordinal) || p.Code.EndsWith("Empty", StringComparison.Ordinal)))];

    /// <summary>What is allowed and yet probably not meant.</summary>
    public IReadOnlyList<JobAdvice> Advice { get; private set; } = [];

    /// <summary>Nothing is missing or wrong, as far as can be told without asking the cluster.</summary>
    public bool Complete => Problems.Count == 0;

    /// <summary>The cluster said yes to exactly this.</summary>
    public bool Checked { get; private set; }

    /// <summary>Checking or sending is under way.</summary>
    public bool Busy { get; private set; }

    /// <summary>Why checking or sending did not work, if not for problems of the job.</summary>
    public LoadFailure? Failure { get; private set; }

    /// <summary>Manifest and commands of what would be sent.</summary>
    public ApiCommands Commands { get; private set; } = new("", "", "");

    public void Start(JobDraft draft)
    {
        Draft = draft;
        _tried = false;
        Edited();
    }

    /// <summary>The draft was changed: what the cluster said about it no longer holds.</summary>
    public void Edited()
    {
        _fromServer = [];
        Checked = false;
        Failure = null;
        Refresh();
    }

    /// <summary>Asks the cluster whether it would take it, without creating anything.</summary>
    public Task CheckAsync(CancellationToken ct) => TryAsync(async () =>
    {
        _fromServer = await jobs.CheckAsync(caller, workspace, Draft.ToJob(), ct);
        Checked = _fromServer.Count == 0;
        return null;
    });

    /// <summary>Creates the run. However often this is called with the same content, it is one run.</summary>
    /// <returns>The run, or null when there is something to correct.</returns>
    public Task<SubmitResult?> SubmitAsync(CancellationToken ct) =>
        TryAsync(async () => await jobs.SubmitAsync(caller, workspace, Draft.ToJob(), null, Draft.SubmissionKey, Draft.ParentRun, ct));

    private async Task<SubmitResult?> TryAsync(Func<Task<SubmitResult?>> action)
    {
        if (Busy)
        {
            return null;
        }

        _tried = true;
        Failure = null;
        Refresh();
        if (Problems.Count > 0)
        {
            return null;
        }

        Busy = true;
        Changed?.Invoke();
        try
        {
            return await action();
        }
        catch (JobRejectedException rejected)
        {
            _fromServer = rejected.Problems;
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Failure = LoadFailure.From(error);
            return null;
        }
        finally
        {
            Busy = false;
            Refresh();
        }
    }

    private void Refresh()
    {
        var job = Draft.ToJob();
        Problems = [.. Draft.FormProblems(), .. JobValidator.Validate(job, workspace).Concat(_fromServer).DistinctBy(p => (p.Field, p.Code))];
        Advice = JobAdvice.On(job);
        var name = job.Name.Length > 0 ? RunName.For(job.Name, caller.User, Draft.SubmissionKey) : "job";
        JsonObject?[] manifests = [SparkJobManifest.Files(workspace, job, name, null), jobs.Preview(workspace, job, name)];
        Commands = ApiCommands.OfJob(workspace, job, [.. manifests.OfType<JsonObject>()], baseUri);
        Changed?.Invoke();
    }
}
