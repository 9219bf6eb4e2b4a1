namespace Portal.Sandbox.Api.Schemas;

/// <summary>Members of a schema document that a structural schema may have in some places only.</summary>
[Flags]
public enum SchemaMembers
{
    None = 0,
    Description = 1 << 0,
    Title = 1 << 1,
    Default = 1 << 2,
    Nullable = 1 << 3,
    AdditionalProperties = 1 << 4,
    Items = 1 << 5,
    Properties = 1 << 6,

    /// <summary><c>additionalProperties: false</c>, which a structural schema may not have.</summary>
    NoOtherProperties = 1 << 7,

    /// <summary><c>items</c> as a list of schemas.</summary>
    ItemsList = 1 << 8,
    Ref = 1 << 9,
    Id = 1 << 10,
    Definitions = 1 << 11,
    Dependencies = 1 << 12,
    PatternProperties = 1 << 13,
    AdditionalItems = 1 << 14,

    /// <summary><c>x-kubernetes-preserve-unknown-fields: false</c>, which is to be left out instead.</summary>
    PreserveUnknownFieldsFalse = 1 << 15,
}
