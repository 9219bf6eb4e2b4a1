using Microsoft.AspNetCore.Mvc;
using Portal.Core.Clusters;

namespace Portal.Api;

/// <summary>Passes on what Kubernetes said, in its own words.</summary>
public static class ClusterProblems
{
    public static ProblemDetails From(ClusterException exception)
    {
        var (status, code, title) = Describe(exception.Kind);
        var problem = Problems.Create(status, code, title, exception.Message);
        if (exception.Reason is { } reason)
        {
            problem.Extensions["reason"] = reason;
        }

        if (exception.Causes.Count > 0)
        {
            problem.Extensions["errors"] = Problems.Errors(exception.Causes.Select(cause => (cause.Field, cause.Message)));
        }

        if (exception.RetryAfter is { } wait)
        {
            problem.Extensions["retryAfterSeconds"] = Math.Ceiling(wait.TotalSeconds);
        }

        return problem;
    }

    private static (int Status, string Code, string Title) Describe(ClusterErrorKind kind) => kind switch
    {
        ClusterErrorKind.Unreachable => (StatusCodes.Status503ServiceUnavailable, "ClusterUnreachable", "The cluster does not answer"),
        ClusterErrorKind.Unauthorized => (StatusCodes.Status502BadGateway, "ClusterRefusedPortal", "The cluster does not accept the portal's credentials"),
        ClusterErrorKind.Forbidden => (StatusCodes.Status403Forbidden, "Forbidden", "Not allowed"),
        ClusterErrorKind.NotFound => (StatusCodes.Status404NotFound, "NotFound", "Not found"),
        ClusterErrorKind.AlreadyExists => (StatusCodes.Status409Conflict, "NameTaken", "The name is taken"),
        ClusterErrorKind.Conflict => (StatusCodes.Status409Conflict, "Conflict", "Somebody else was first"),
        ClusterErrorKind.Invalid => (StatusCodes.Status422UnprocessableEntity, "ClusterRefusedObject", "The cluster does not accept this"),
        ClusterErrorKind.Expired => (StatusCodes.Status410Gone, "Expired", "What was asked for is no longer kept"),
        ClusterErrorKind.TooLarge => (StatusCodes.Status413PayloadTooLarge, "TooLarge", "Larger than the cluster takes"),
        ClusterErrorKind.Busy => (StatusCodes.Status503ServiceUnavailable, "ClusterBusy", "The cluster asks for patience"),
        _ => (StatusCodes.Status502BadGateway, "ClusterUnexpected", "The cluster gave an answer that was not understood"),
    };
}
