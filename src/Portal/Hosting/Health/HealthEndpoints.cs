using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Portal.Hosting.Health;

/// <summary>Whether the portal lives, and whether it can work. Both are open to everybody and tell no secrets.</summary>
public static class HealthEndpoints
{
    /// <summary>Tag of the parts that <c>/readyz</c> asks.</summary>
    public const string Ready = "ready";

    // A part that does not answer is as bad as one that says no.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static IServiceCollection AddPortalHealth(this IServiceCollection services)
    {
        services.AddSingleton<HealthReportWriter>();
        services.AddHealthChecks().AddCheck<ClusterHealthCheck>("cluster", HealthStatus.Unhealthy, [Ready], Patience)
            .AddCheck<DatabaseHealthCheck>("database", HealthStatus.Unhealthy, [Ready], Patience);
        return services;
    }

    public static IEndpointRouteBuilder MapPortalHealth(this IEndpointRouteBuilder routes)
    {
        // The health endpoints need a rule of their own, like every route: they are for probes, which sign in nowhere.
        var writer = routes.ServiceProvider.GetRequiredService<HealthReportWriter>();
        routes.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = writer.WriteAsync }).AllowAnonymous();
        routes.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready), ResponseWriter = writer.WriteAsync }).AllowAnonymous();
        return routes;
    }
}
