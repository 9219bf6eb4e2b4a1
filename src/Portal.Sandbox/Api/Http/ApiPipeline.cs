using Portal.Sandbox.Api.Authentication;
using Portal.Sandbox.Api.Authorization;
using Portal.Sandbox.Api.Http.OpenApi;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>The way of every request: who asks, as whom, may they, and then the handler of what they ask. What goes wrong becomes a Status.</summary>
public sealed class ApiPipeline(
    RequestAuthenticator authenticator,
    Impersonation impersonation,
    IAuthorizer authorizer,
    DiscoveryHandler discovery,
    OpenApiHandler openApi,
    MaintenanceHandler maintenance,
    ResourceDispatcher resources,
    ObjectStore store,
    ILogger<ApiPipeline> log)
{
    private static readonly string[] Health = ["/healthz", "/livez", "/readyz"];

    public async Task HandleAsync(HttpContext http)
    {
        http.Response.Headers.CacheControl = "no-cache, private";
        try
        {
            await RouteAsync(http);
        }
        catch (ApiException e)
        {
            await FailAsync(http, e);
        }
        catch (StoreWriteException e)
        {
            await FailAsync(http, ApiErrors.Internal(e.Message));
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException && e.Source == "System.Text.Json")
        {
            // The tree throws this when a field is read as something that it is not: a number where its kind has a text.
            await FailAsync(http, ApiErrors.BadRequest($"the object cannot be handled: a field is of another type than its kind has: {e.Message}"));
        }
        catch (BadHttpRequestException e)
        {
            await FailAsync(http, e.StatusCode == 413 ? ApiErrors.TooLarge(e.Message) : ApiErrors.BadRequest(e.Message));
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception e) when (!http.Response.HasStarted)
        {
            log.LogError(e, "{Method} {Path} failed", http.Request.Method, http.Request.Path);
            await FailAsync(http, ApiErrors.Internal(e.Message));
        }
    }

    private async Task RouteAsync(HttpContext http)
    {
        var path = http.Request.Path.Value ?? "/";
        if (Health.Contains(path, StringComparer.Ordinal))
        {
            await ApiResponse.TextAsync(http, 200, http.Request.Query.ContainsKey("verbose") ? "[+]ping ok\n" + path[1..] + " check passed\n" : "ok");
            return;
        }
        if (path == "/version")
        {
            await ApiResponse.WriteAsync(http, 200, ApiVersionInfo.Body);
            return;
        }
        var info = RequestInfo.Parse(http.Request.Method, path, http.Request.Query["watch"].ToString() is "true" or "1");
        var caller = impersonation.Apply(authenticator.Authenticate(http), info, http.Request.Headers);
        Authorize(AccessRequest.Of(caller, info));
        if (!info.IsResource)
        {
            if (!await discovery.TryAnswerAsync(http) && !await openApi.TryAnswerAsync(http) && !await maintenance.TryAnswerAsync(http))
            {
                await ApiResponse.NotServedAsync(http);
            }
        }
        else if (KindSet.At(store.Current).Find(info.Group, info.Version, info.Resource) is { } kind)
        {
            Warnings.Deprecated(http, kind);
            await resources.HandleAsync(new ApiRequest(http, info, kind, caller), kind);
        }
        else
        {
            await ApiResponse.NotServedAsync(http);
        }
    }

    private void Authorize(AccessRequest access)
    {
        var decision = authorizer.Decide(access);
        if (!decision.Allowed)
        {
            throw access.Denied(decision.Reason);
        }
    }

    private static async Task FailAsync(HttpContext http, ApiException e)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }
        http.Response.Clear();
        if (e.Code == 403)
        {
            http.Response.Headers.XContentTypeOptions = "nosniff";
        }
        if (e.Code == 504)
        {
            http.Response.Headers.RetryAfter = "1";
        }
        await ApiResponse.WriteAsync(http, e.Code, StatusBody.Failure(e));
    }
}
