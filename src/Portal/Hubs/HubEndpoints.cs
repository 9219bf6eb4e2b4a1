using Microsoft.AspNetCore.SignalR;

namespace Portal.Hubs;

/// <summary>The SignalR hubs of the portal's own scripts.</summary>
public static class HubEndpoints
{
    public static IServiceCollection AddPortalHubs(this IServiceCollection services)
    {
        services.AddSignalR();
        services.AddSingleton<RunTickets>();
        services.AddSingleton<LogHubAccess>();
        services.Configure<HubOptions<LogHub>>(hub =>
        {
            hub.KeepAliveInterval = TimeSpan.FromSeconds(5);
            hub.ClientTimeoutInterval = TimeSpan.FromSeconds(20);
            // Reading a window, searching and a change of the log at the same time.
            hub.MaximumParallelInvocationsPerClient = 4;
            hub.MaximumReceiveMessageSize = 32 * 1024;
            hub.StreamBufferCapacity = 2;
        });
        return services;
    }

    public static IEndpointRouteBuilder MapPortalHubs(this IEndpointRouteBuilder routes)
    {
        // The connection's buffer is small on purpose: a browser that lags gets newer lines, not a queue of old ones.
        routes.MapHub<LogHub>(LogHub.Path, connection => connection.TransportMaxBufferSize = connection.ApplicationMaxBufferSize = 64 * 1024);
        return routes;
    }
}
