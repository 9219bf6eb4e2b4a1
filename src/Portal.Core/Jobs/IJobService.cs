using System.Text.Json.Nodes;
using Portal.Core.Clusters;

namespace Portal.Core.Jobs;

/// <summary>
/// What pages and the REST API can do with jobs. A person's actions are sent with that person's identity; reads are refused with
/// <see cref="ClusterException"/> (Forbidden) unless the person may list SparkApplications of the workspace.
/// </summary>
public interface IJobService
{
    /// <summary>The SparkApplication manifest that <see cref="SubmitAsync"/> would send. Never throws for a bad job: what can be written is.</summary>
    JsonObject Preview(string workspace, SparkJob job, string runName);

    /// <summary>Validates, and with <paramref name="caller"/>'s identity asks the API for a dry run. Empty when it would be accepted.</summary>
    Task<IReadOnlyList<JobProblem>> CheckAsync(Caller caller, string workspace, SparkJob job, CancellationToken ct);

    /// <summary>Creates the run, once per <paramref name="submissionKey"/> however often it is called.</summary>
    /// <param name="caller">Who submits.</param>
    /// <param name="workspace">Namespace to run in.</param>
    /// <param name="job">What to run.</param>
    /// <param name="runName">Exact name of the run, or null for <c>{job}-{suffix}</c> with a suffix derived from the key.</param>
    /// <param name="submissionKey">Same key, same run.</param>
    /// <param name="parentRun">Name of the run that is repeated.</param>
    /// <param name="ct">Cancels waiting for an answer; the run may exist all the same, a retry with the same key finds it.</param>
    /// <exception cref="JobRejectedException">The job has problems; nothing was created.</exception>
    /// <exception cref="ClusterException">The API refused; AlreadyExists when the name is taken by a run with another key.</exception>
    Task<SubmitResult> SubmitAsync(Caller caller, string workspace, SparkJob job, string? runName, string submissionKey, string? parentRun, CancellationToken ct);

    /// <summary>Cancels by deleting the object. Calling it again, or by two people at once, is not an error.</summary>
    /// <returns>The run, with <see cref="JobRun.CancelledBy"/> set to whoever was first; one that had ended is returned as it is and its object is left alone.</returns>
    Task<JobRun> CancelAsync(Caller caller, string workspace, string name, CancellationToken ct);

    /// <summary>The latest run of that name, live or past; null when there is none.</summary>
    Task<JobRun?> FindAsync(Caller caller, string workspace, string name, CancellationToken ct);

    /// <summary>Runs of a workspace, live and past in one list.</summary>
    /// <exception cref="ArgumentException"><see cref="RunQuery.After"/> was not given by a list in this order.</exception>
    Task<RunPage> ListAsync(Caller caller, RunQuery query, CancellationToken ct);

    /// <summary>How many runs a query chooses, live and past; its order, limit and place do not matter.</summary>
    Task<int> CountAsync(Caller caller, RunQuery query, CancellationToken ct);

    /// <summary>Signals whenever runs of a workspace changed: pages re-read what they show. The stream yields the uids changed, coalesced.</summary>
    IAsyncEnumerable<IReadOnlyCollection<string>> WatchAsync(string workspace, CancellationToken ct);

    /// <summary>Workspaces in which the caller may list SparkApplications, by name.</summary>
    Task<IReadOnlyList<NamespaceView>> WorkspacesAsync(Caller caller, CancellationToken ct);
}
