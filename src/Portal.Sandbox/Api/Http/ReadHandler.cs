using System.Text;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Tables;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>get and list.</summary>
public sealed class ReadHandler(ObjectStore store, ListReader lists, TableWriter tables)
{
    public Task GetAsync(ApiRequest request)
    {
        var stored = request.Kind.Show(store.Current.Find(request.Type, request.Type.Namespaced ? request.Info.Namespace : "", request.Info.Name)
            ?? throw ApiErrors.NotFound(request.Type, request.Info.Name));
        return AcceptHeader.Choose(request.Http.Request) switch
        {
            Representation.Table => ApiResponse.WriteAsync(request.Http, 200, tables.Write(request, [stored], new JsonObject { ["resourceVersion"] = StoreJson.Version(stored.Version) }, withColumns: true)),
            Representation.PartialMetadata => ApiResponse.WriteAsync(request.Http, 200, PartialMetadata.Of(StoreJson.Object(stored))),
            _ => ApiResponse.WriteAsync(request.Http, 200, stored.Json),
        };
    }

    public Task ListAsync(ApiRequest request)
    {
        var representation = AcceptHeader.Choose(request.Http.Request);
        var page = lists.Read(request.Type, ListOptions.Parse(request));
        IReadOnlyList<StoredObject> items = request.Kind.Custom is null ? page.Items : [.. page.Items.Select(request.Kind.Show)];
        var metadata = new JsonObject { ["resourceVersion"] = StoreJson.Version(page.Version) };
        if (page.Continue is not null)
        {
            metadata["continue"] = page.Continue;
        }
        if (page.Remaining is { } remaining)
        {
            metadata["remainingItemCount"] = remaining;
        }
        return representation == Representation.Table
            ? ApiResponse.WriteAsync(request.Http, 200, tables.Write(request, items, metadata, withColumns: true))
            : WriteListAsync(request, items, metadata, representation);
    }

    /// <summary>A list is its head, the stored bytes of the objects, and its end.</summary>
    private static async Task WriteListAsync(ApiRequest request, IReadOnlyList<StoredObject> items, JsonObject metadata, Representation representation)
    {
        var partial = representation == Representation.PartialMetadata;
        var head = KindTable.Of(request.Type).BuiltIn ? Encoding.UTF8.GetBytes($$"""{"kind":"{{request.Type.Kind}}","apiVersion":"{{request.Type.ApiVersion}}",""") : null;
        var (kind, version) = partial ? ("PartialObjectMetadataList", "meta.k8s.io/v1") : (request.Type.Kind + "List", request.Type.ApiVersion);
        var http = request.Http;
        http.Response.ContentType = "application/json";
        var body = http.Response.BodyWriter;
        await body.WriteAsync(Encoding.UTF8.GetBytes($$"""{"kind":"{{kind}}","apiVersion":"{{version}}","metadata":{{metadata.ToJsonString()}},"items":["""), request.Aborted);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                await body.WriteAsync(","u8.ToArray(), request.Aborted);
            }
            if (partial)
            {
                await body.WriteAsync(StoreJson.Bytes(PartialMetadata.Of(StoreJson.Object(items[i]))), request.Aborted);
            }
            else if (head is not null && items[i].Json.Span.StartsWith(head))
            {
                // In lists of built-in kinds the items do not say again what they are.
                await body.WriteAsync("{"u8.ToArray(), request.Aborted);
                await body.WriteAsync(items[i].Json[head.Length..], request.Aborted);
            }
            else
            {
                await body.WriteAsync(items[i].Json, request.Aborted);
            }
        }
        await body.WriteAsync("]}"u8.ToArray(), request.Aborted);
    }
}
