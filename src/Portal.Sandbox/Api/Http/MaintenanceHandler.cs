using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>
/// Calls that only this sandbox has, for those who may POST to their paths. <c>POST /sandbox/compact</c> forgets all history before now, as the
/// compaction of a cluster's store does every few minutes: watches and lists of older versions are then answered with 410.
/// </summary>
public sealed class MaintenanceHandler(ObjectStore store)
{
    /// <summary>True when the request was one of these and is answered.</summary>
    public async Task<bool> TryAnswerAsync(HttpContext http)
    {
        if (http.Request.Path != "/sandbox/compact")
        {
            return false;
        }
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            throw ApiErrors.MethodNotAllowed();
        }
        store.Compact();
        await ApiResponse.WriteAsync(http, 200, StatusBody.Success([]));
        return true;
    }
}
