using System.Buffers;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Tables;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>Writes the events of one watch, in the shape that was asked for.</summary>
internal sealed class WatchWriter(ApiRequest request, Representation representation, TableWriter tables)
{
    private readonly System.IO.Pipelines.PipeWriter _body = request.Http.Response.BodyWriter;
    private bool _columnsSent;

    /// <summary>Everything up to this version has been written.</summary>
    public long Seen { get; set; }

    /// <summary>Version of the last bookmark.</summary>
    public long Bookmarked { get; private set; }

    public void Change(StoreEventKind kind, StoredObject obj)
    {
        _body.Write(kind switch
        {
            StoreEventKind.Added => """{"type":"ADDED","object":"""u8,
            StoreEventKind.Modified => """{"type":"MODIFIED","object":"""u8,
            _ => """{"type":"DELETED","object":"""u8,
        });
        _body.Write(Body(request.Kind.Show(obj)).Span);
        _body.Write("}\n"u8);
    }

    /// <summary>Says that everything up to <see cref="Seen"/> was sent.</summary>
    public void Bookmark(bool initialEventsEnd)
    {
        Bookmarked = Seen;
        var metadata = new JsonObject { ["resourceVersion"] = StoreJson.Version(Seen) };
        if (initialEventsEnd)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }
        var bookmark = representation switch
        {
            Representation.Table => tables.Empty(metadata),
            Representation.PartialMetadata => PartialMetadata.Of(new JsonObject { ["metadata"] = metadata }),
            _ => new JsonObject { ["kind"] = request.Type.Kind, ["apiVersion"] = request.Type.ApiVersion, ["metadata"] = metadata },
        };
        _body.Write("""{"type":"BOOKMARK","object":"""u8);
        _body.Write(StoreJson.Bytes(bookmark));
        _body.Write("}\n"u8);
    }

    public void Error(ApiException error)
    {
        _body.Write("""{"type":"ERROR","object":"""u8);
        _body.Write(StoreJson.Bytes(StatusBody.Failure(error)));
        _body.Write("}\n"u8);
    }

    public async Task FlushAsync(CancellationToken ct) => await _body.FlushAsync(ct);

    private ReadOnlyMemory<byte> Body(StoredObject obj)
    {
        switch (representation)
        {
            case Representation.Table:
                var table = tables.Write(request, [obj], new JsonObject { ["resourceVersion"] = StoreJson.Version(obj.Version) }, withColumns: !_columnsSent);
                _columnsSent = true;
                return StoreJson.Bytes(table);
            case Representation.PartialMetadata:
                return StoreJson.Bytes(PartialMetadata.Of(StoreJson.Object(obj)));
            default:
                return obj.Json;
        }
    }
}
