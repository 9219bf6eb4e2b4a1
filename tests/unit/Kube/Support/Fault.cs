namespace Portal.UnitTests.Kube.Support;

/// <summary>What goes wrong with one answer of the <see cref="FakeApi"/>.</summary>
internal sealed record Fault
{
    public static readonly Fault None = new();

    /// <summary>Answer with this status instead.</summary>
    public int? Status { get; init; }

    public string? RetryAfter { get; init; }

    /// <summary>Reset the connection after so many bytes of the body.</summary>
    public int? CutAfter { get; init; }

    /// <summary>End the body in good order after so many bytes: what is cut off looks like the whole.</summary>
    public int? EndAfter { get; init; }

    /// <summary>A watch begins with an ERROR event of code 410.</summary>
    public bool Expired { get; init; }

    /// <summary>A watch sends bookmarks again and again, also older ones.</summary>
    public bool OddBookmarks { get; init; }

    /// <summary>A watch sends a line that is no event.</summary>
    public bool Garbage { get; init; }
}
