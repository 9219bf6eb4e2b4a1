namespace Portal.Sandbox.Api.Schemas;

/// <summary>What a schema or anything below it has.</summary>
[Flags]
public enum SchemaContents
{
    None = 0,

    /// <summary>A default.</summary>
    Defaults = 1 << 0,

    /// <summary>A list whose items must differ.</summary>
    UniqueLists = 1 << 1,

    /// <summary>A rule in the Common Expression Language.</summary>
    Expressions = 1 << 2,

    /// <summary>An embedded resource.</summary>
    EmbeddedResources = 1 << 3,
}
