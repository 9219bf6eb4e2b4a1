using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Storage;

namespace Portal.Api;

/// <summary>What the REST API says when it cannot do what was asked (RFC 9457). <c>code</c> and <c>type</c> are stable; texts are for people.</summary>
public static class Problems
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static ProblemDetails SignedOut() =>
        Create(StatusCodes.Status401Unauthorized, "SignInNeeded", "Nobody is signed in", "Send a token of the cluster as 'Authorization: Bearer ...', or sign in.");

    public static ProblemDetails TokenNeeded() =>
        Create(StatusCodes.Status401Unauthorized, "TokenNeeded", "A bearer token is needed", "Send a token of the cluster as 'Authorization: Bearer ...'. The cookie of a browser is accepted for reading only.");

    public static ProblemDetails UnknownToken() =>
        Create(StatusCodes.Status401Unauthorized, "TokenUnknown", "The token is not known", "The cluster does not know this bearer token, or it has expired.");

    public static ProblemDetails Forbidden(string detail) => Create(StatusCodes.Status403Forbidden, "Forbidden", "Not allowed", detail);

    public static ProblemDetails NoRun(string workspace, string name) =>
        Create(StatusCodes.Status404NotFound, "RunNotFound", "No such run", $"There is no run '{name}' in workspace '{workspace}'.");

    /// <summary>The problem that an exception stands for; what is not foreseen is a 500 that tells nothing of the inside.</summary>
    public static ProblemDetails From(Exception exception) => exception switch
    {
        JobRejectedException rejected => OfJob(rejected.Problems),
        ClusterException cluster => ClusterProblems.From(cluster),
        BadHttpRequestException { InnerException: JsonException json } => OfJson(json),
        BadHttpRequestException { StatusCode: not StatusCodes.Status400BadRequest } bad => OfStatus(bad.StatusCode),
        BadHttpRequestException bad => Create(bad.StatusCode, "BadRequest", "The request cannot be read", bad.Message),
        StorageUnavailableException storage => Create(StatusCodes.Status503ServiceUnavailable, "DatabaseUnavailable", "The database does not answer", storage.Message),
        _ => Create(StatusCodes.Status500InternalServerError, "Unexpected", "Something went wrong in the portal", "The portal's own log has the details."),
    };

    /// <summary>The problem of an answer that the framework gave without a body.</summary>
    public static ProblemDetails OfStatus(int status) => status switch
    {
        StatusCodes.Status404NotFound => Create(status, "NoSuchAddress", "There is nothing at this address", "/openapi/v1.json describes what there is."),
        StatusCodes.Status405MethodNotAllowed => Create(status, "MethodNotAllowed", "The address does not take this method", "/openapi/v1.json describes what it takes."),
        StatusCodes.Status413PayloadTooLarge => Create(status, "TooLarge", "The request is too large", "A request may have up to 3 MB."),
        StatusCodes.Status415UnsupportedMediaType => Create(status, "NotJson", "The body is not marked as JSON", "Send it as application/json."),
        _ => Create(status, "BadRequest", "The request cannot be answered", $"The server answers with status {status}."),
    };

    /// <summary>All problems of a job, by field.</summary>
    public static ProblemDetails OfJob(IReadOnlyList<JobProblem> problems)
    {
        var problem = Create(StatusCodes.Status422UnprocessableEntity, "JobInvalid", "The job is not acceptable", string.Join(' ', problems.Select(p => p.Message)));
        problem.Extensions["errors"] = Errors(problems.Select(p => (FieldPath.ToJson(p.Field), p.Message)));
        return problem;
    }

    /// <summary>One problem; <paramref name="code"/> also makes up the type.</summary>
    public static ProblemDetails Create(int status, string code, string title, string detail) => new()
    {
        Status = status,
        Type = $"urn:dataportal:problem:{code}",
        Title = title,
        Detail = detail,
        Extensions = { ["code"] = code },
    };

    /// <summary>Messages by field, as ASP.NET's validation problems have them.</summary>
    public static IReadOnlyDictionary<string, string[]> Errors(IEnumerable<(string Field, string Message)> problems) =>
        problems.GroupBy(p => p.Field, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Select(p => p.Message).ToArray(), StringComparer.Ordinal);

    public static async Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        problem.Instance = context.Request.Path;
        if (problem.Extensions.Remove("retryAfterSeconds", out var seconds))
        {
            context.Response.Headers.RetryAfter = seconds!.ToString();
        }
        else if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Response.Headers.RetryAfter = "5";
        }

        context.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
        await context.Response.WriteAsJsonAsync(problem, Json, "application/problem+json", context.RequestAborted);
    }

    private static ProblemDetails OfJson(JsonException json)
    {
        var problem = Create(StatusCodes.Status400BadRequest, "JsonInvalid", "The body is not the JSON that is expected", json.Message);
        problem.Extensions["line"] = json.LineNumber + 1;
        problem.Extensions["position"] = json.BytePositionInLine + 1;
        problem.Extensions["path"] = json.Path;
        return problem;
    }
}
