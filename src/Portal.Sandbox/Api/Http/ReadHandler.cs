using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Tables;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>get and list.</summary>
public sealed class ReadHandler(ObjectStore store, ListReader lists, TableWriter tables)
{
    private const int FlushEvery = 64 * 1024;

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
        return WriteAsync(request, lists.Read(request.Type, ListOptions.Parse(request)), representation);
    }

    /// <summary>Answers with a page of a list.</summary>
    public Task WriteAsync(ApiRequest request, ObjectPage page, Representation representation)
    {
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
        var start = Encoding.UTF8.GetBytes($$"""{"kind":"{{kind}}","apiVersion":"{{version}}","metadata":{{metadata.ToJsonString()}},"items":[""");
        if (AcceptHeader.WantsYaml(request.Http.Request))
        {
            using var whole = new MemoryStream();
            await WriteListAsync(PipeWriter.Create(whole, new StreamPipeWriterOptions(leaveOpen: true)), start, items, head, partial, request.Aborted);
            await ApiResponse.WriteAsync(request.Http, 200, whole.ToArray());
            return;
        }
        request.Http.Response.ContentType = "application/json";
        await WriteListAsync(request.Http.Response.BodyWriter, start, items, head, partial, request.Aborted);
    }

    private static async Task WriteListAsync(PipeWriter body, byte[] start, IReadOnlyList<StoredObject> items, byte[]? head, bool partial, CancellationToken ct)
    {
        body.Write(start);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
            {
                body.Write(","u8);
            }
            if (partial)
            {
                body.Write(StoreJson.Bytes(PartialMetadata.Of(StoreJson.Object(items[i]))));
            }
            else if (head is not null && items[i].Json.Span.StartsWith(head))
            {
                // In lists of built-in kinds the items do not say again what they are.
                body.Write("{"u8);
                body.Write(items[i].Json.Span[head.Length..]);
            }
            else
            {
                body.Write(items[i].Json.Span);
            }
            if (body.UnflushedBytes > FlushEvery)
            {
                await body.FlushAsync(ct);
            }
        }
        body.Write("]}"u8);
        await body.FlushAsync(ct);
    }
}
