using Portal.Sandbox.Api.Authentication;
using Portal.Sandbox.Api.Authorization;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>The way of every request: who asks, as whom, may they, and then the handler of what they ask. What goes wrong becomes a Status.</summary>
public sealed class ApiPipeline(
    TokenAuthenticator authenticator,
    Impersonation impersonation,
    IAuthorizer authorizer,
    DiscoveryHandler discovery,
    OpenApiHandler openApi,
    ResourceDispatcher resources,
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
        var caller = impersonation.Apply(authenticator.Authenticate(http.Request), http.Request);
        var info = RequestInfo.Parse(http.Request.Method, path, http.Request.Query["watch"].ToString() is "true" or "1");
        Authorize(caller, info);
        if (!info.IsResource)
        {
            if (!await discovery.TryAnswerAsync(http) && !await openApi.TryAnswerAsync(http))
            {
                await ApiResponse.NotServedAsync(http);
            }
        }
        else if (ServedKinds.Find(info.Group, info.Version, info.Resource) is { } kind)
        {
            await resources.HandleAsync(new ApiRequest(http, info, kind.Type, caller), kind);
        }
        else
        {
            await ApiResponse.NotServedAsync(http);
        }
    }

    private void Authorize(Caller caller, RequestInfo info)
    {
        var access = new AccessRequest
        {
            Caller = caller,
            Verb = info.Verb,
            Group = info.Group,
            Resource = info.Resource,
            Subresource = info.Subresource,
            Namespace = info.Namespace,
            Name = info.Name,
            Path = info.Path,
        };
        if (authorizer.Allow(access) is not null)
        {
            return;
        }
        if (!info.IsResource)
        {
            throw new ApiException(403, "Forbidden", $"forbidden: User \"{caller.Name}\" cannot {info.Verb} path \"{info.Path}\"") { Details = [] };
        }
        var where = info.Namespace.Length > 0 ? $"in the namespace \"{info.Namespace}\"" : "at the cluster scope";
        var type = ServedKinds.Find(info.Group, info.Version, info.Resource)?.Type ?? new ResourceType(info.Group, info.Version, info.Resource, "", "", true, [], false);
        throw ApiErrors.Forbidden(type, info.Name, $"User \"{caller.Name}\" cannot {info.Verb} resource \"{access.FullResource}\" in API group \"{info.Group}\" {where}");
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
