using System.Text.Json.Nodes;
using Portal.Sandbox.Api.CustomResources;
using Portal.Sandbox.Api.Http;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Tables;

/// <summary>Writes <c>Table</c>: what <c>kubectl get</c> shows.</summary>
public sealed class TableWriter(TimeProvider clock)
{
    public JsonObject Write(ApiRequest request, IReadOnlyList<StoredObject> objects, JsonObject metadata, bool withColumns)
    {
        var columns = request.Kind.Custom is { } custom ? CustomColumns.Of(custom) : KindColumns.Of(request.Type);
        var include = request.Query("includeObject");
        var now = clock.GetUtcNow();
        var table = Empty(metadata);
        if (withColumns)
        {
            table["columnDefinitions"] = new JsonArray([.. columns.Select(c => Definition(request.Type, c))]);
        }
        table["rows"] = new JsonArray([.. objects.Select(o => Row(StoreJson.Object(o), columns, include, now))]);
        return table;
    }

    /// <summary>A table without rows and columns: a bookmark.</summary>
    public JsonObject Empty(JsonObject metadata) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = metadata,
        ["columnDefinitions"] = null,
        ["rows"] = new JsonArray(),
    };

    private static JsonObject Row(JsonObject obj, IReadOnlyList<Column> columns, string include, DateTimeOffset now)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(c => c.Cell(obj, now)?.DeepClone())]) };
        row["object"] = include switch
        {
            "None" => null,
            "Object" => obj,
            _ => PartialMetadata.Of(obj),
        };
        return row;
    }

    private static JsonObject Definition(ResourceType type, Column column) => new()
    {
        ["name"] = column.Name,
        ["type"] = column.Type,
        ["format"] = column.Format,
        ["description"] = column.Description.Length > 0 ? column.Description : ColumnTexts.Of(type, column.Name),
        ["priority"] = column.Priority,
    };
}
