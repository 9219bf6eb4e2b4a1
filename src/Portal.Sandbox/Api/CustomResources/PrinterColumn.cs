using System.Text.Json;

namespace Portal.Sandbox.Api.CustomResources;

/// <summary>One of <c>additionalPrinterColumns</c>.</summary>
/// <param name="Name">Heading.</param>
/// <param name="Type">integer, number, string, boolean or date.</param>
/// <param name="Format">OpenAPI format; may be empty.</param>
/// <param name="Description">What it is about; may be empty.</param>
/// <param name="Priority">0 is always shown, more with <c>-o wide</c>.</param>
/// <param name="Path">What it shows.</param>
public sealed record PrinterColumn(string Name, string Type, string Format, string Description, int Priority, JsonPath Path)
{
    internal static PrinterColumn Read(JsonElement column) => new(
        Text(column, "name"),
        Text(column, "type"),
        Text(column, "format"),
        Text(column, "description"),
        column.TryGetProperty("priority", out var priority) && priority.TryGetInt32(out var number) ? number : 0,
        JsonPath.Parse(Text(column, "jsonPath")));

    private static string Text(JsonElement column, string member) =>
        column.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
}
