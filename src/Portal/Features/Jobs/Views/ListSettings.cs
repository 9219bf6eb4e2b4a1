namespace Portal.Features.Jobs.Views;

/// <summary>What a person has settled about the list of runs of a workspace.</summary>
public sealed record ListSettings
{
    public IReadOnlyList<SavedView> Views { get; init; } = [];

    /// <summary>Keys of the columns to show; empty for the usual ones.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Widths of columns that were dragged, in pixels, by the column's key.</summary>
    public IReadOnlyDictionary<string, int> Widths { get; init; } = new Dictionary<string, int>();
}
