using System.Text.Json;

namespace Portal.Sandbox.Api.CustomResources;

/// <summary><c>CustomResourceDefinitionNames</c>: what a kind is called.</summary>
/// <param name="Plural">Name in paths.</param>
/// <param name="Singular">Name that kubectl takes.</param>
/// <param name="Kind">Name in manifests.</param>
/// <param name="ListKind">Name of a list of them.</param>
/// <param name="ShortNames">Abbreviations that kubectl takes.</param>
/// <param name="Categories">Groups of kinds that it belongs to, for example <c>all</c>.</param>
public sealed record DefinitionNames(string Plural, string Singular, string Kind, string ListKind, IReadOnlyList<string> ShortNames, IReadOnlyList<string> Categories)
{
    public static readonly DefinitionNames None = new("", "", "", "", [], []);

    public static DefinitionNames Read(JsonElement names) =>
        new(Text(names, "plural"), Text(names, "singular"), Text(names, "kind"), Text(names, "listKind"), Texts(names, "shortNames"), Texts(names, "categories"));

    private static string Text(JsonElement names, string member) =>
        names.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static List<string> Texts(JsonElement names, string member) =>
        names.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(v => v.GetString() ?? "")] : [];
}
