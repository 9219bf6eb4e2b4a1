using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Portal.Api.Contracts;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Storage;
using Portal.Hosting.Access;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace Portal.Api;

/// <summary>Submitting, reading, cancelling and repeating. A job of the API is one run, found by its name.</summary>
public static class JobsApi
{
    public static void Map(IEndpointRouteBuilder workspace)
    {
        var jobs = workspace.MapGroup("/jobs").WithTags("Jobs");
        jobs.MapPost("/", SubmitAsync).RequireAuthorization(Policies.BearerOnly).WithName("SubmitJob")
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        jobs.MapGet("/{name}", GetAsync).WithName("GetJob").ProducesProblem(StatusCodes.Status404NotFound);
        jobs.MapGet("/{name}/manifest", ManifestAsync).WithName("GetJobManifest").ProducesProblem(StatusCodes.Status404NotFound);
        jobs.MapDelete("/{name}", CancelAsync).RequireAuthorization(Policies.BearerOnly).WithName("CancelJob").ProducesProblem(StatusCodes.Status404NotFound);
        jobs.MapPost("/{name}/rerun", RerunAsync).RequireAuthorization(Policies.BearerOnly).WithName("RerunJob")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>Submits a job.</summary>
    /// <remarks>
    /// The same request sent again gives the same run (200 instead of 201): by the header Idempotency-Key, or without it by the name and the
    /// content. The name of a run with another content is answered with 409.
    /// </remarks>
    internal static async Task<Results<Created<RunResource>, Ok<RunResource>>> SubmitAsync(
        string ws, JobBody body, [FromHeader(Name = "Idempotency-Key")] string? key, ClaimsPrincipal user, HttpRequest request, IJobService jobs, CancellationToken ct)
    {
        var caller = user.ToCaller();
        return Answer(await SendAsync(jobs, caller, ws, body, key, parentRun: null, ct), request);
    }

    /// <summary>Gets the latest run of that name, live or past.</summary>
    /// <remarks>
    /// The cause of a failed run is looked for in its log once the log is here: 'cause' is null for the first seconds after the failure, and
    /// is there at the latest when waiting for the log was given up.
    /// </remarks>
    internal static async Task<Results<Ok<RunResource>, ProblemHttpResult>> GetAsync(
        string ws, string name, ClaimsPrincipal user, HttpRequest request, IJobService jobs, CancellationToken ct) =>
        await jobs.FindAsync(user.ToCaller(), ws, name, ct) is { } run
            ? TypedResults.Ok(RunResource.From(run, request.PathBase))
            : TypedResults.Problem(Problems.NoRun(ws, name));

    /// <summary>Gets the SparkApplication of a run as last seen.</summary>
    internal static async Task<Results<ContentHttpResult, ProblemHttpResult>> ManifestAsync(
        string ws, string name, ClaimsPrincipal user, IJobService jobs, CancellationToken ct) =>
        await jobs.FindAsync(user.ToCaller(), ws, name, ct) is { } run
            ? TypedResults.Text(run.ManifestJson, "application/json")
            : TypedResults.Problem(Problems.NoRun(ws, name));

    /// <summary>Cancels a run by deleting its object. Doing it again is not an error; a run that has ended is left alone.</summary>
    internal static async Task<Ok<RunResource>> CancelAsync(
        string ws, string name, ClaimsPrincipal user, HttpRequest request, IJobService jobs, CancellationToken ct) =>
        TypedResults.Ok(RunResource.From(await jobs.CancelAsync(user.ToCaller(), ws, name, ct), request.PathBase));

    /// <summary>Runs a job again, as a new run that links to the old one.</summary>
    /// <remarks>
    /// The body is optional and changes fields as a JSON merge patch does: given values replace, null removes. 'name' gives the new run its
    /// exact name.
    /// </remarks>
    internal static async Task<Results<Created<RunResource>, Ok<RunResource>, ProblemHttpResult>> RerunAsync(
        string ws, string name, [FromBody(EmptyBodyBehavior = Microsoft.AspNetCore.Mvc.ModelBinding.EmptyBodyBehavior.Allow)] JsonObject? changes,
        [FromHeader(Name = "Idempotency-Key")] string? key, ClaimsPrincipal user, HttpRequest request, IOptions<JsonOptions> json, IJobService jobs, CancellationToken ct)
    {
        var caller = user.ToCaller();
        if (await jobs.FindAsync(caller, ws, name, ct) is not { } parent)
        {
            return TypedResults.Problem(Problems.NoRun(ws, name));
        }

        if (parent.RecordError is { } outage)
        {
            throw new StorageUnavailableException(outage);
        }

        if (parent.Definition is null)
        {
            return TypedResults.Problem(Problems.Create(
                StatusCodes.Status422UnprocessableEntity, "NotRepeatable", "This run cannot be repeated", "It was not made by the portal, and its manifest cannot be read as a job."));
        }

        var body = Change(JobBody.From(parent.Definition), changes, json.Value.SerializerOptions);
        var result = await SendAsync(jobs, caller, ws, body, key, parent.Name, ct);
        return Answer(result, request) switch
        {
            { Result: Created<RunResource> created } => created,
            { Result: Ok<RunResource> existing } => existing,
            var other => throw new InvalidOperationException($"No answer for {other.Result}."),
        };
    }

    private static async Task<SubmitResult> SendAsync(IJobService jobs, Caller caller, string ws, JobBody body, string? key, string? parentRun, CancellationToken ct)
    {
        try
        {
            return await jobs.SubmitAsync(caller, ws, body.ToJob(), body.Name, SubmissionKey.For(key, body), parentRun, ct);
        }
        catch (JobRejectedException rejected)
        {
            throw new JobRejectedException(body.Own(rejected.Problems));
        }
    }

    private static JobBody Change(JobBody body, JsonObject? changes, JsonSerializerOptions json)
    {
        var document = (JsonObject)JsonSerializer.SerializeToNode(body, json)!;
        if (changes?.ContainsKey("script") == true)
        {
            document.Remove("mainFile");
        }
        else if (changes?.ContainsKey("mainFile") == true)
        {
            document.Remove("script");
        }

        if (changes?["executor"] is JsonObject executor && executor.ContainsKey("instances") && !changes.ContainsKey("executors"))
        {
            document.Remove("executors");
        }

        try
        {
            return JsonMergePatch.Apply(document, changes ?? []).Deserialize<JobBody>(json)!;
        }
        catch (JsonException e)
        {
            throw new BadHttpRequestException("The changes do not make a job.", e);
        }
    }

    private static Results<Created<RunResource>, Ok<RunResource>> Answer(SubmitResult result, HttpRequest request)
    {
        var run = RunResource.From(result.Run, request.PathBase);
        return result.Created ? TypedResults.Created(run.Links.Self, run) : TypedResults.Ok(run);
    }
}
