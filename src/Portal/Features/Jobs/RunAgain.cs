using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Portal.Components;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Storage;

namespace Portal.Features.Jobs;

/// <summary>The "Run again" of a list or page: starts the run once however often it is clicked, and leads to it.</summary>
public sealed class RunAgain(NavigationManager navigation, ToastState toasts, IStringLocalizer<Texts> texts)
{
    private readonly HashSet<string> _starting = new(StringComparer.Ordinal);

    public bool IsStarting(JobRun run) => _starting.Contains(run.Uid);

    public async Task StartAsync(JobActions actions, JobRun run)
    {
        if (!_starting.Add(run.Uid))
        {
            return;
        }

        try
        {
            var again = await actions.RunAgainAsync(run.Name, Guid.NewGuid().ToString("N"), CancellationToken.None);
            toasts.Done(texts["StartedAs", again.Name]);
            navigation.NavigateTo(Address.Run(again.Workspace, again.Name));
        }
        catch (Exception error) when (error is ClusterException or JobRejectedException or StorageUnavailableException)
        {
            toasts.Failed(error.Message);
        }
        finally
        {
            _starting.Remove(run.Uid);
        }
    }
}
