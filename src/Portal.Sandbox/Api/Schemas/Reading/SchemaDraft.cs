using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Schemas.Reading;

/// <summary>A schema while it is read.</summary>
internal sealed class SchemaDraft
{
    public string Type = "";
    public bool Nullable;
    public Dictionary<string, Schema>? Properties;
    public Schema? AdditionalProperties;
    public bool AnyProperty;
    public Schema? Items;
    public JsonNode? Default;
    public IReadOnlyList<string> Required = [];
    public ValueRules Rules = ValueRules.None;
    public IReadOnlyList<Schema> AllOf = [];
    public IReadOnlyList<Schema> AnyOf = [];
    public IReadOnlyList<Schema> OneOf = [];
    public Schema? Not;
    public bool PreserveUnknownFields;
    public bool EmbeddedResource;
    public bool IntOrString;
    public string ListType = "";
    public IReadOnlyList<string> ListMapKeys = [];
    public string MapType = "";
    public IReadOnlyList<SchemaRule> Validations = [];
    public SchemaMembers Given;

    public Schema Build()
    {
        return new Schema
        {
            Type = Type,
            Nullable = Nullable,
            AdditionalProperties = AdditionalProperties,
            AnyProperty = AnyProperty,
            Items = Items,
            Default = Default,
            Required = Required,
            Rules = Rules,
            AllOf = AllOf,
            AnyOf = AnyOf,
            OneOf = OneOf,
            Not = Not,
            PreserveUnknownFields = PreserveUnknownFields,
            EmbeddedResource = EmbeddedResource,
            IntOrString = IntOrString,
            ListType = ListType,
            ListMapKeys = ListMapKeys,
            MapType = MapType,
            Validations = Validations,
            Given = Given,
            Contents = Contents(),
            Properties = Properties is { Count: > 0 } ? Properties : Schema.NoProperties,
        };
    }

    private SchemaContents Contents()
    {
        var contents = (AdditionalProperties?.Contents ?? SchemaContents.None) | (Items?.Contents ?? SchemaContents.None);
        foreach (var schema in Properties?.Values ?? Enumerable.Empty<Schema>())
        {
            contents |= schema.Contents;
        }
        return contents
            | When(Default is not null, SchemaContents.Defaults)
            | When(ListType is "set" or "map", SchemaContents.UniqueLists)
            | When(EmbeddedResource, SchemaContents.EmbeddedResources)
            | When(Validations.Count > 0, SchemaContents.Expressions);
    }

    private static SchemaContents When(bool condition, SchemaContents contents) => condition ? contents : SchemaContents.None;
}
