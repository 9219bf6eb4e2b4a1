namespace Portal.Sandbox.Api.Types;

/// <summary>
/// A type of a built-in kind: one source for decoding, strict field validation, both kinds of merging and OpenAPI. Kinds of custom resource
/// definitions have structural schemas instead. Types may contain themselves.
/// </summary>
public sealed class ApiType
{
    internal static readonly IReadOnlyDictionary<string, ApiField> NoFields = new Dictionary<string, ApiField>();

    public required TypeKind Kind { get; init; }

    /// <summary>Name in OpenAPI, for example <c>io.k8s.api.core.v1.PodSpec</c>; of structs only.</summary>
    public string QualifiedName { get; init; } = "";

    /// <summary>Name in Go, for example <c>PodSpec</c> or <c>[]string</c>: error messages have it.</summary>
    public required string GoName { get; init; }

    public string Description { get; init; } = "";

    /// <summary>Fields of a struct, by name.</summary>
    public IReadOnlyDictionary<string, ApiField> Fields { get; internal set; } = NoFields;

    /// <summary>What a list or map holds.</summary>
    public ApiType? Items { get; init; }

    /// <summary>Fields that tell items of a list apart; empty for lists that are atomic or sets.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>A list of different values, each owned by itself.</summary>
    public bool IsSet { get; init; }

    /// <summary>A struct or map that is owned as a whole.</summary>
    public bool IsAtomic { get; init; }

    /// <summary>Strategic merge: the field by which items are the same one, empty for a set of values, null when the list is replaced.</summary>
    public string? MergeKey { get; init; }

    /// <summary>The field of a struct, or null.</summary>
    public ApiType? Field(string name) => Kind == TypeKind.Map ? Items : Fields.GetValueOrDefault(name)?.Type;
}
