using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Schemas.Reading;

namespace Portal.Sandbox.Api.Schemas;

/// <summary>
/// What objects of a kind look like: one node of a structural schema as <c>JSONSchemaProps</c> of apiextensions.k8s.io/v1 defines it. Read once by
/// <see cref="SchemaReader"/>, never changed, shared by every request. Serves kinds of definitions and built-in kinds alike:
/// <list type="bullet">
/// <item><see cref="SchemaPruner"/> takes out what a schema does not know and lists it (strict field validation);</item>
/// <item><see cref="SchemaDefaults"/> fills in defaults; <see cref="SchemaValidator"/> says what is wrong, in Kubernetes' words;</item>
/// <item>server-side apply walks <see cref="Properties"/>, <see cref="AdditionalProperties"/> and <see cref="Items"/> beside an object and reads
/// <see cref="ListType"/>, <see cref="ListMapKeys"/> and <see cref="MapType"/>; a null schema, or one that preserves unknown fields, is deduced from the value.</item>
/// </list>
/// </summary>
public sealed class Schema
{
    /// <summary>Says nothing: every value is right and nothing is taken out.</summary>
    public static readonly Schema Anything = new() { PreserveUnknownFields = true };

    internal static readonly IReadOnlyDictionary<string, Schema> NoProperties = FrozenDictionary<string, Schema>.Empty;

    /// <summary><c>object</c>, <c>array</c>, <c>string</c>, <c>integer</c>, <c>number</c>, <c>boolean</c>, or empty for any.</summary>
    public string Type { get; init; } = "";

    /// <summary>Null is a value too.</summary>
    public bool Nullable { get; init; }

    /// <summary>Members of an object that are known, in the order of the schema.</summary>
    public IReadOnlyDictionary<string, Schema> Properties { get; init; } = NoProperties;

    /// <summary>What every other member of an object is; null when there are no others, or (<see cref="AnyProperty"/>) nothing is known of them.</summary>
    public Schema? AdditionalProperties { get; init; }

    /// <summary><c>additionalProperties: true</c>.</summary>
    public bool AnyProperty { get; init; }

    /// <summary>What the items of an array are.</summary>
    public Schema? Items { get; init; }

    /// <summary>What the value is when there is none; null for no default. Clone it before use.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>Members that must be there.</summary>
    public IReadOnlyList<string> Required { get; init; } = [];

    /// <summary>Bounds of the value.</summary>
    public ValueRules Rules { get; init; } = ValueRules.None;

    public IReadOnlyList<Schema> AllOf { get; init; } = [];

    public IReadOnlyList<Schema> AnyOf { get; init; } = [];

    public IReadOnlyList<Schema> OneOf { get; init; } = [];

    public Schema? Not { get; init; }

    /// <summary><c>x-kubernetes-preserve-unknown-fields</c>: members that are not known stay.</summary>
    public bool PreserveUnknownFields { get; init; }

    /// <summary><c>x-kubernetes-embedded-resource</c>: an object with apiVersion, kind and metadata.</summary>
    public bool EmbeddedResource { get; init; }

    /// <summary><c>x-kubernetes-int-or-string</c>.</summary>
    public bool IntOrString { get; init; }

    /// <summary><c>x-kubernetes-list-type</c>: <c>atomic</c>, <c>set</c>, <c>map</c>, or empty, which is atomic.</summary>
    public string ListType { get; init; } = "";

    /// <summary><c>x-kubernetes-list-map-keys</c>: the members that tell items of a <c>map</c> list apart.</summary>
    public IReadOnlyList<string> ListMapKeys { get; init; } = [];

    /// <summary><c>x-kubernetes-map-type</c>: <c>granular</c>, <c>atomic</c>, or empty, which is granular.</summary>
    public string MapType { get; init; } = "";

    /// <summary><c>x-kubernetes-validations</c>.</summary>
    public IReadOnlyList<SchemaRule> Validations { get; init; } = [];

    /// <summary>Which members of the document were given, used or not.</summary>
    public SchemaMembers Given { get; init; }

    /// <summary>What there is in this schema and below it: what walks a schema skips the parts that have nothing for it.</summary>
    public SchemaContents Contents { get; init; }

    /// <summary>The schema of a member; null when nothing is known of it.</summary>
    public Schema? Member(string name) => Properties.TryGetValue(name, out var schema) ? schema : AdditionalProperties;
}
