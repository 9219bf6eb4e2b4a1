using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;

namespace Portal.Api;

/// <summary>The REST API, version 1: the same services as the pages, for programs.</summary>
public static class ApiEndpoints
{
    /// <summary>Largest body of a request, in bytes: a job's files are under 900 KB, JSON escapes can triple that.</summary>
    public const long LargestBody = 3 * 1024 * 1024;

    public static IServiceCollection AddPortalApi(this IServiceCollection services)
    {
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.AddProblemDetails();
        services.Configure<ExceptionHandlerOptions>(errors => errors.StatusCodeSelector = error => error is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError);
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.ConfigureHttpJsonOptions(json => json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(allowIntegerValues: false)));
        services.AddOpenApi("v1", openApi => openApi.AddDocumentTransformer<ApiDescription>().AddSchemaTransformer<JobFileSchema>());
        return services;
    }

    /// <summary>Answers of the API that the framework gives without a body become problems too.</summary>
    public static IApplicationBuilder UseApiProblems(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase),
        api => api.UseStatusCodePages(empty => Problems.WriteAsync(empty.HttpContext, Problems.OfStatus(empty.HttpContext.Response.StatusCode))));

    public static IEndpointRouteBuilder MapPortalApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").RequireAuthorization().WithMetadata(new RequestSizeLimitAttribute(LargestBody));
        WorkspacesApi.Map(api);
        SamplesApi.Map(api);
        var workspace = api.MapGroup("/workspaces/{ws}");
        RunsApi.Map(workspace);
        JobsApi.Map(workspace);
        JobLogApi.Map(workspace);
        routes.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
        return routes;
    }
}
