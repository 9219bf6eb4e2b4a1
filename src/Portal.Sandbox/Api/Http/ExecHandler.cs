using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>
/// <c>exec</c>, <c>attach</c> and <c>portforward</c> of a pod. The sandbox does not offer them: a request that does not upgrade its connection gets
/// what Kubernetes answers, one that does is told so.
/// </summary>
public sealed class ExecHandler(ObjectStore store)
{
    public Task RefuseAsync(ApiRequest request)
    {
        var (type, name) = (request.Type, request.Info.Name);
        var pod = StoreJson.Object(store.Current.Find(type, request.Info.Namespace, name) ?? throw ApiErrors.NotFound(type, name));
        if (pod["spec"]?["nodeName"] is null)
        {
            throw ApiErrors.BadRequest($"pod {name} does not have a host assigned");
        }
        throw ApiErrors.BadRequest(request.Http.Request.Headers.Upgrade.Count == 0
            ? "Upgrade request required"
            : $"the sandbox does not offer {request.Info.Subresource}: containers are processes of this host");
    }
}
