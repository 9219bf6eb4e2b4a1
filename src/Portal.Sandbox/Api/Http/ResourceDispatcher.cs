using Portal.Sandbox.Api.CustomResources;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>Finds the handler for a verb on a resource.</summary>
public sealed class ResourceDispatcher(ReadHandler reads, WatchHandler watches, WriteHandler writes, PatchHandler patches, LogHandler logs, ReviewHandler reviews, ExecHandler exec, ScaleHandler scales)
{
    public Task HandleAsync(ApiRequest request, ServedKind kind)
    {
        var info = request.Info;
        if (kind.IsReview)
        {
            return reviews.AnswerAsync(request);
        }
        if (!kind.Type.Namespaced && info.Namespace.Length > 0 && kind.Type != ResourceTypes.Namespaces)
        {
            return ApiResponse.NotServedAsync(request.Http);
        }
        if (info.Subresource.Length > 0)
        {
            return Subresource(request, kind);
        }
        return info.Verb switch
        {
            "get" => reads.GetAsync(request),
            "list" => reads.ListAsync(request),
            "watch" => watches.WatchAsync(request),
            "create" when info.Name.Length == 0 && (!kind.Type.Namespaced || info.Namespace.Length > 0) => writes.CreateAsync(request),
            "update" when info.Name.Length > 0 => writes.UpdateAsync(request),
            "patch" when info.Name.Length > 0 => patches.PatchAsync(request),
            "delete" => writes.DeleteAsync(request),
            "deletecollection" when kind.Type != ResourceTypes.Namespaces && (!kind.Type.Namespaced || info.Namespace.Length > 0) => writes.DeleteCollectionAsync(request),
            _ => throw ApiErrors.MethodNotAllowed(),
        };
    }

    private Task Subresource(ApiRequest request, ServedKind kind)
    {
        if (!kind.Subresources.Any(s => s.Name == request.Info.Subresource))
        {
            return ApiResponse.NotServedAsync(request.Http);
        }
        return (request.Info.Subresource, request.Info.Verb) switch
        {
            ("attach" or "exec" or "portforward", "create" or "get") => exec.RefuseAsync(request),
            ("token", "create") => reviews.TokenAsync(request),
            ("log", "get") => logs.LogAsync(request),
            ("status", "get") => reads.GetAsync(request),
            ("status" or "finalize", "update") => writes.UpdateAsync(request),
            ("scale", "get" or "update" or "patch") => scales.AnswerAsync(request),
            ("status", "patch") => patches.PatchAsync(request),
            _ => throw ApiErrors.MethodNotAllowed(),
        };
    }
}
