using Portal.Components;
using Portal.Core.Clusters;
using Portal.Core.Jobs;

namespace Portal.Layout;

/// <summary>What stays around the pages of one circuit: who is signed in and which workspaces there are.</summary>
public sealed class ShellState(IJobService jobs, CurrentUser user)
{
    /// <summary>Null until they were read.</summary>
    public IReadOnlyList<NamespaceView>? Workspaces { get; private set; }

    public Caller? Caller { get; private set; }

    /// <summary>Why the workspaces could not be read; null when they were.</summary>
    public LoadFailure? Failure { get; private set; }

    public async Task LoadAsync(CancellationToken ct)
    {
        try
        {
            Caller = await user.GetAsync();
            Workspaces = await jobs.WorkspacesAsync(Caller, ct);
            Failure = null;
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            Failure = LoadFailure.From(error);
        }
    }
}
