namespace Portal.Sandbox.Api.Http;

/// <summary>In what shape an answer is wanted.</summary>
public enum Representation
{
    /// <summary>The objects themselves.</summary>
    Object,

    /// <summary>Rows of <c>kubectl get</c>.</summary>
    Table,

    /// <summary>Their metadata only.</summary>
    PartialMetadata,
}
