using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Portal.Hosting.Access;

namespace Portal.Hosting.Health;

/// <summary>Writes a health report as JSON: <c>{"status":"Unhealthy","parts":{"database":{"status":"Unhealthy","since":"...","detail":"..."}}}</c>.</summary>
public sealed class HealthReportWriter(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, (HealthStatus Status, DateTimeOffset Since)> _seen = new(StringComparer.Ordinal);

    public Task WriteAsync(HttpContext context, HealthReport report)
    {
        // Errors name addresses of the inside: they are for this machine and for people who are signed in.
        var trusted = context.IsLoopback() || context.User.Identity?.IsAuthenticated == true;
        var parts = report.Entries.ToDictionary(
            entry => entry.Key,
            entry => new { Status = entry.Value.Status.ToString(), Since = Since(entry.Key, entry.Value.Status), Detail = trusted ? entry.Value.Description : null },
            StringComparer.Ordinal);
        return context.Response.WriteAsJsonAsync(new { Status = report.Status.ToString(), Parts = parts }, context.RequestAborted);
    }

    // Since when a part has the status that it has now, as far as somebody asked.
    private DateTimeOffset Since(string part, HealthStatus status) =>
        _seen.AddOrUpdate(part, (status, time.GetUtcNow()), (_, seen) => seen.Status == status ? seen : (status, time.GetUtcNow())).Since;
}
