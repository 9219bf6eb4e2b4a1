using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Storage;

namespace Portal.Features.Jobs;

/// <summary>What a person may do with the runs of a workspace, and doing it.</summary>
public sealed class JobActions(IJobService jobs, ICluster cluster, Caller caller, string workspace)
{
    /// <summary>Unknown counts as allowed: the API has the last word.</summary>
    public bool MayCreate { get; private set; } = true;

    public bool MayDelete { get; private set; } = true;

    public async Task LoadRightsAsync(CancellationToken ct)
    {
        try
        {
            MayCreate = await cluster.AllowsAsync(caller, "create", ResourceKind.SparkApplication, workspace, null, ct);
            MayDelete = await cluster.AllowsAsync(caller, "delete", ResourceKind.SparkApplication, workspace, null, ct);
        }
        catch (ClusterException)
        {
            // An action then gets the API's own answer.
        }
    }

    /// <summary>Starts the same again as a new run.</summary>
    /// <param name="name">Name of the run to repeat.</param>
    /// <param name="click">Identifies the click, so that a repeated one starts no second run.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <exception cref="JobRejectedException">It can no longer be run as it was.</exception>
    /// <exception cref="StorageUnavailableException">What the run was made of cannot be read right now.</exception>
    public async Task<JobRun> RunAgainAsync(string name, string click, CancellationToken ct)
    {
        var parent = await jobs.FindAsync(caller, workspace, name, ct)
            ?? throw new ClusterException(ClusterErrorKind.NotFound, $"There is no run {name} any more.");
        if (parent.RecordError is { } outage)
        {
            throw new StorageUnavailableException(outage);
        }

        if (parent.Definition is not { } definition)
        {
            throw new JobRejectedException([new JobProblem("", "DefinitionUnknown", $"{name} was not made by the portal and has settings that it does not know. Use its manifest.")]);
        }

        return (await jobs.SubmitAsync(caller, workspace, definition, null, $"again-{parent.Uid}-{click}", name, ct)).Run;
    }

    public Task<JobRun> CancelAsync(string name, CancellationToken ct) => jobs.CancelAsync(caller, workspace, name, ct);
}
