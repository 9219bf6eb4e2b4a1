using System.Security.Claims;
using Portal.Api.Contracts;
using Portal.Core.Jobs;
using Portal.Hosting.Access;

namespace Portal.Api;

/// <summary>Lists of runs, live and past.</summary>
public static class RunsApi
{
    public static void Map(IEndpointRouteBuilder workspace)
    {
        workspace.MapGet("/runs", ListAsync).WithTags("Runs").WithName("ListRuns");
        workspace.MapGet("/jobs", ListAsync).WithTags("Jobs").WithName("ListJobs");
    }

    /// <summary>Lists the runs of a workspace, newest first, live and past in one list.</summary>
    internal static async Task<RunList> ListAsync(
        string ws, [AsParameters] RunFilter filter, ClaimsPrincipal user, HttpRequest request, IJobService jobs, CancellationToken ct)
    {
        try
        {
            var page = await jobs.ListAsync(user.ToCaller(), filter.ToQuery(ws), ct);
            return new RunList([.. page.Runs.Select(run => RunResource.From(run, request.PathBase))], page.Next);
        }
        catch (ArgumentException e) when (filter.After is not null)
        {
            throw new BadHttpRequestException($"after: {e.Message}", e);
        }
    }
}
