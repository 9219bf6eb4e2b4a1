namespace Portal.UnitTests.Kube.Faults;

/// <summary>What goes wrong with one answer of the <see cref="InProcessApi"/>.</summary>
internal sealed record AnswerFault
{
    public static readonly AnswerFault None = new();

    /// <summary>Answer with this status instead.</summary>
    public int? Status { get; init; }

    /// <summary>Header of that name, with <see cref="Status"/>.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>End the answer in good order after so many bytes: what is cut off looks like the whole.</summary>
    public int? EndAfter { get; init; }

    /// <summary>Put a byte that no JSON may hold at this place.</summary>
    public int? GarbageAt { get; init; }

    /// <summary>End a watch in good order after so many events.</summary>
    public int? EndAfterEvents { get; init; }

    /// <summary>Follow each event of a watch with bookmarks: that version twice, and the one that the watch began with.</summary>
    public bool OddBookmarks { get; init; }
}
