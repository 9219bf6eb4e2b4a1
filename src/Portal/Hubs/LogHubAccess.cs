using Microsoft.AspNetCore.SignalR;
using Portal.Core.Clusters;
using Portal.Hosting.Access;

namespace Portal.Hubs;

/// <summary>Decides whether a connection may read the logs of a run.</summary>
public sealed class LogHubAccess(ICluster cluster, RunTickets tickets, SignInSessions sessions)
{
    /// <exception cref="HubException">No, or it cannot be said right now.</exception>
    public async Task<RunTicket> CheckAsync(HubCallerContext context, string run, CancellationToken ct)
    {
        if (context.User is not { } user || !sessions.IsLive(user))
        {
            throw new HubException(LogHubError.SignedOut);
        }

        var ticket = tickets.Open(run) ?? throw new HubException(LogHubError.NotFound);
        try
        {
            return await cluster.AllowsLogsAsync(user.ToCaller(), ticket.Workspace, ct) ? ticket : throw new HubException(LogHubError.Forbidden);
        }
        catch (ClusterException e)
        {
            throw new HubException(LogHubError.Unavailable, e);
        }
    }

    /// <summary>
    /// The same for a stream that was allowed to begin. It goes on while the cluster cannot be asked: its lines come from the portal's own
    /// store, and an outage of the API is when people look at logs.
    /// </summary>
    public async Task RecheckAsync(HubCallerContext context, string run, CancellationToken ct)
    {
        try
        {
            await CheckAsync(context, run, ct);
        }
        catch (HubException e) when (e.Message == LogHubError.Unavailable)
        {
            // Asked again with the next batch.
        }
    }
}
