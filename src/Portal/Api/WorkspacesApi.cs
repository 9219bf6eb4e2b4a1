using System.Security.Claims;
using Portal.Api.Contracts;
using Portal.Core.Jobs;
using Portal.Hosting.Access;

namespace Portal.Api;

/// <summary>Workspaces of the caller.</summary>
public static class WorkspacesApi
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/workspaces", ListAsync).WithTags("Workspaces").WithName("ListWorkspaces");

    /// <summary>Lists the workspaces in which the caller may see jobs.</summary>
    internal static async Task<WorkspaceList> ListAsync(ClaimsPrincipal user, IJobService jobs, CancellationToken ct)
    {
        var workspaces = await jobs.WorkspacesAsync(user.ToCaller(), ct);
        return new WorkspaceList([.. workspaces.Select(workspace => new WorkspaceResource(workspace.Key.Name, workspace.Terminating))]);
    }
}
