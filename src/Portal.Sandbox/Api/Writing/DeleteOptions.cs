namespace Portal.Sandbox.Api.Writing;

/// <summary><c>DeleteOptions</c> of the API, checked.</summary>
public sealed record DeleteOptions
{
    /// <summary>Only this very object; null for whichever has the name.</summary>
    public string? Uid { get; init; }

    /// <summary>Only this very state of it.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Null takes the kind's or object's own.</summary>
    public long? GraceSeconds { get; init; }

    /// <summary>Background, Foreground or Orphan; null takes Background.</summary>
    public string? PropagationPolicy { get; init; }

    /// <summary>Removes a namespace that its controller has emptied.</summary>
    public bool Finalize { get; init; }
}
