using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Portal.Api.Contracts;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Hosting.Access;

namespace Portal.Api;

/// <summary>Logs as plain text.</summary>
public static class JobLogApi
{
    public static void Map(IEndpointRouteBuilder workspace) => workspace.MapGet("/jobs/{name}/log", ReadAsync)
        .WithTags("Jobs").WithName("GetJobLog")
        .Produces<string>(StatusCodes.Status200OK, "text/plain")
        .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

    /// <summary>Reads a log of a run as plain text: the driver's of the latest attempt unless a pod or an attempt is named.</summary>
    /// <remarks>With follow=true the answer begins at once, also when the driver has not started, and ends when the container has.</remarks>
    internal static async Task<Results<LogText, ProblemHttpResult>> ReadAsync(
        string ws, string name, [AsParameters] LogFilter filter, ClaimsPrincipal user, IJobService jobs, ICluster cluster, CancellationToken ct)
    {
        filter.Check();
        var caller = user.ToCaller();
        if (await jobs.FindAsync(caller, ws, name, ct) is not { } run || (filter.Uid is { } uid && uid != run.Uid))
        {
            return TypedResults.Problem(Problems.NoRun(ws, name));
        }

        if (!await cluster.AllowsLogsAsync(caller, ws, ct))
        {
            return TypedResults.Problem(Problems.Forbidden($"You may not get pods/log in workspace '{ws}'."));
        }

        return new LogText(run, filter, refresh => jobs.FindAsync(caller, ws, name, refresh));
    }
}
