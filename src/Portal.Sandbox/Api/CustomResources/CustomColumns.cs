using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Tables;

namespace Portal.Sandbox.Api.CustomResources;

/// <summary>The columns that a definition describes, as a Kubernetes API server fills them.</summary>
internal static class CustomColumns
{
    private static readonly ConditionalWeakTable<CustomResourceVersion, IReadOnlyList<Column>> Known = [];

    private static readonly Column Name = new("Name", "string", (o, _) => o["metadata"]?["name"])
    {
        Format = "name",
        Description = ColumnTexts.OfAll("Name"),
    };

    private static readonly PrinterColumn Age = new("Age", "date", "", "Time since the object was created.", 0, JsonPath.Parse(".metadata.creationTimestamp"));

    public static IReadOnlyList<Column> Of(CustomResourceVersion version) =>
        Known.GetValue(version, v => [Name, .. (v.Columns.Count > 0 ? v.Columns : [Age]).Select(Make)]);

    private static Column Make(PrinterColumn column) => new(column.Name, column.Type, (obj, now) => Cell(column, obj, now))
    {
        Format = column.Format,
        Description = column.Description.Length > 0 ? column.Description : $"Custom resource definition column (in JSONPath format): {column.Path.Text}",
        Priority = column.Priority,
    };

    /// <summary>Nothing where there is nothing, or something of another type.</summary>
    private static JsonNode? Cell(PrinterColumn column, JsonObject obj, DateTimeOffset now)
    {
        if (column.Path.First(obj) is not { } value)
        {
            return null;
        }
        var kind = value.GetValueKind();
        return column.Type switch
        {
            "string" => kind == JsonValueKind.String ? value : value.ToJsonString(),
            "integer" when kind == JsonValueKind.Number => (long)Schemas.JsonNumber.Of(value),
            "number" when kind == JsonValueKind.Number => value,
            "boolean" when kind is JsonValueKind.True or JsonValueKind.False => value,
            "date" when kind == JsonValueKind.String => DateTimeOffset.TryParse(value.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? Tables.Age.Text(now - time)
                : "<invalid>",
            _ => null,
        };
    }
}
