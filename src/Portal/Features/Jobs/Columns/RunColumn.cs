using Portal.Core.Jobs;

namespace Portal.Features.Jobs.Columns;

/// <summary>A column that the list of runs can have.</summary>
/// <param name="Key">Its name in addresses.</param>
/// <param name="TextKey">Key of its heading.</param>
/// <param name="Width">Pixels it takes until somebody drags it; 0 takes what the others leave.</param>
/// <param name="Order">What it is sorted by; null when it cannot be sorted by.</param>
public sealed record RunColumn(string Key, string TextKey, int Width, RunOrderBy? Order = null)
{
    /// <summary>Every column, in the order in which they stand.</summary>
    public static readonly IReadOnlyList<RunColumn> All =
    [
        new("state", "State", 112, RunOrderBy.State) { Always = true },
        new("job", "Job", 200, RunOrderBy.Job) { Always = true },
        new("run", "RunName", 220, RunOrderBy.Name) { Extra = true },
        new("what", "WhatIsHappening", 0),
        new("by", "StartedBy", 104, RunOrderBy.StartedBy),
        new("submitted", "Submitted", 116, RunOrderBy.Submitted) { Numeric = true },
        new("started", "Started", 104, RunOrderBy.Started) { Numeric = true, Extra = true },
        new("ended", "Step-ended", 104, RunOrderBy.Ended) { Numeric = true, Extra = true },
        new("duration", "Duration", 112, RunOrderBy.Duration) { Numeric = true },
        new("asked", "Asked", 80, RunOrderBy.Asked) { Numeric = true },
        new("exit", "ExitCode", 80, RunOrderBy.ExitCode) { Numeric = true, Extra = true },
        new("parent", "Repeats", 200, RunOrderBy.ParentRun) { Extra = true },
    ];

    /// <summary>What is shown to who has chosen nothing.</summary>
    public static readonly IReadOnlyList<RunColumn> Standard = [.. All.Where(c => !c.Extra)];

    /// <summary>It cannot be hidden.</summary>
    public bool Always { get; private init; }

    /// <summary>It is shown only to who asks for it.</summary>
    public bool Extra { get; private init; }

    /// <summary>Right-aligned, and sorted by the largest first.</summary>
    public bool Numeric { get; private init; }

    public string Css => Numeric ? "num" : Key == "what" ? "what" : "cut";

    public static RunColumn? Find(string? key) => All.FirstOrDefault(c => c.Key == key);

    /// <summary>The columns of these names in their usual order, with those that are always there; unknown names are left out.</summary>
    public static IReadOnlyList<RunColumn> Of(IReadOnlyCollection<string> keys) =>
        keys.Count == 0 ? Standard : [.. All.Where(c => c.Always || keys.Contains(c.Key))];
}
