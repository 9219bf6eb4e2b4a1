using Microsoft.AspNetCore.Diagnostics;
using Portal.Core.Clusters;
using Portal.Core.Jobs;

namespace Portal.Api;

/// <summary>Turns what services throw into problems, so that no endpoint of the API needs a catch.</summary>
public sealed class ApiExceptionHandler(ILogger<ApiExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!httpContext.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var problem = Problems.From(exception);
        if (problem.Status >= StatusCodes.Status500InternalServerError && exception is not (ClusterException or JobRejectedException))
        {
            log.LogError(exception, "{Method} {Path} failed.", httpContext.Request.Method, httpContext.Request.Path);
        }

        await Problems.WriteAsync(httpContext, problem);
        return true;
    }
}
