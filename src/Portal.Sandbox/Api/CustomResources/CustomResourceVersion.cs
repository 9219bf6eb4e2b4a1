using System.Text.Json;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Schemas;
using Portal.Sandbox.Api.Schemas.Reading;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.CustomResources;

/// <summary>One version of a definition.</summary>
public sealed class CustomResourceVersion
{
    private static readonly string[] WriteVerbs = ["get", "patch", "update"];
    private readonly Lazy<Schema> _schema;
    private readonly int _index;

    internal CustomResourceVersion(CustomResourceDefinition definition, JsonElement version, int index)
    {
        Definition = definition;
        _index = index;
        Name = version.GetProperty("name").GetString()!;
        Served = Flag(version, "served");
        IsStorage = Flag(version, "storage");
        DeprecationWarning = Flag(version, "deprecated") ? Text(version, "deprecationWarning") is { Length: > 0 } given ? given : $"{definition.Group}/{Name} {definition.Names.Kind} is deprecated" : null;
        var subresources = Member(version, "subresources");
        HasStatus = Member(subresources, "status").ValueKind == JsonValueKind.Object;
        Scale = Member(subresources, "scale") is { ValueKind: JsonValueKind.Object } scale ? ScalePaths.Read(scale) : null;
        Columns = [.. Elements(version, "additionalPrinterColumns").Select(PrinterColumn.Read)];
        SelectableFields = [.. Elements(version, "selectableFields").Select(f => f.GetProperty("jsonPath").GetString()!.TrimStart('.'))];
        Kind = MakeKind();
        _schema = new Lazy<Schema>(ReadSchema);
    }

    public CustomResourceDefinition Definition { get; }

    public string Name { get; }

    public bool Served { get; }

    /// <summary>Objects are kept in this version.</summary>
    public bool IsStorage { get; }

    /// <summary>What clients are told who still use it; null when it is not deprecated.</summary>
    public string? DeprecationWarning { get; }

    /// <summary>Whether <c>status</c> is a subresource.</summary>
    public bool HasStatus { get; }

    /// <summary>Where <c>Scale</c> finds its numbers; null without that subresource.</summary>
    public ScalePaths? Scale { get; }

    /// <summary>Columns of <c>kubectl get</c> besides the name; empty for the age.</summary>
    public IReadOnlyList<PrinterColumn> Columns { get; }

    /// <summary>Fields of field selectors, without the leading dot.</summary>
    public IReadOnlyList<string> SelectableFields { get; }

    /// <summary>The kind as it is served.</summary>
    public ServedKind Kind { get; }

    /// <summary>What objects look like; read when first asked for.</summary>
    public Schema Schema => _schema.Value;

    /// <summary>The schema as it was written; its document must be disposed of.</summary>
    public JsonElement Document(out JsonDocument owner)
    {
        owner = JsonDocument.Parse(Definition.Stored.Json, new JsonDocumentOptions { MaxDepth = StoreJson.MaxDepth });
        var version = owner.RootElement.GetProperty("spec").GetProperty("versions")[_index];
        return Member(Member(version, "schema"), "openAPIV3Schema");
    }

    /// <summary>A stored object in this version. What was written since the definition last changed is as it should be already.</summary>
    public StoredObject Show(StoredObject stored)
    {
        if (IsStorage && stored.Version > Definition.Stored.Version && Definition.Versions.Count == 1)
        {
            return stored;
        }
        RequireConversion();
        var obj = StoreJson.Object(stored);
        var isOther = (string?)obj["apiVersion"] != Kind.Type.ApiVersion;
        if (!isOther && stored.Version > Definition.Stored.Version)
        {
            return stored;
        }
        obj["apiVersion"] = Kind.Type.ApiVersion;
        SchemaPruner.Prune(obj, Schema);
        SchemaDefaults.Apply(obj, Schema);
        return new StoredObject(stored.Namespace, stored.Name, stored.Version, StoreJson.Bytes(obj));
    }

    /// <summary>Objects of this version can be had from the storage version.</summary>
    /// <exception cref="ApiException">500: only by a webhook.</exception>
    public void RequireConversion()
    {
        if (Definition.NeedsWebhook && !IsStorage)
        {
            throw ApiErrors.Internal($"conversion webhook for {Kind.Type.ApiVersion}, Kind={Kind.Type.Kind} failed: the sandbox calls no webhooks; use version {Definition.Versions.First(v => v.IsStorage).Name}");
        }
    }

    private Schema ReadSchema()
    {
        var schema = Document(out var owner);
        using (owner)
        {
            return schema.ValueKind == JsonValueKind.Object ? new SchemaReader().Read(schema) : Schema.Anything;
        }
    }

    private ServedKind MakeKind()
    {
        var names = Definition.AcceptedNames;
        var type = new ResourceType(Definition.Group, Name, Definition.Names.Plural, names.Singular, Definition.Names.Kind, Definition.Namespaced, names.ShortNames, HasStatus);
        var subresources = new List<(string Name, string Kind, IReadOnlyList<string> Verbs)>();
        if (HasStatus)
        {
            subresources.Add(("status", type.Kind, WriteVerbs));
        }
        if (Scale is not null)
        {
            subresources.Add(("scale", "Scale", WriteVerbs));
        }
        return new ServedKind(type, false, subresources)
        {
            Custom = this,
            Traits = KindTraits.Custom with { SelectableFields = SelectableFields, Categories = names.Categories },
        };
    }

    private static bool Flag(JsonElement element, string member) => Member(element, member).ValueKind == JsonValueKind.True;

    private static string Text(JsonElement element, string member) => Member(element, member) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static JsonElement Member(JsonElement element, string member) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) ? value : default;

    private static JsonElement.ArrayEnumerator Elements(JsonElement element, string member) =>
        Member(element, member) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : default;
}
