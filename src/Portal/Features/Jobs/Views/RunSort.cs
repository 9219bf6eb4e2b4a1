using Portal.Core.Jobs;
using Portal.Features.Jobs.Columns;

namespace Portal.Features.Jobs.Views;

/// <summary>Order of a list of runs.</summary>
public sealed record RunSort(RunColumn Column, bool Descending)
{
    /// <summary>The order in which runs come from the history: live ones first, then by day.</summary>
    public static readonly RunSort NewestFirst = new(RunColumn.Find("submitted")!, Descending: true);

    /// <summary>The same for the list's query; the columns that have a heading to click have an order.</summary>
    public RunOrder Order => new(Column.Order ?? RunOrderBy.Submitted, Descending);

    /// <summary>Reads <c>duration</c> or, largest first, <c>-duration</c>; what it does not understand is <see cref="NewestFirst"/>.</summary>
    public static RunSort Parse(string? text) =>
        RunColumn.Find(text?.TrimStart('-')) is { Order: not null } column ? new(column, text!.StartsWith('-')) : NewestFirst;

    public override string ToString() => Descending ? $"-{Column.Key}" : Column.Key;

    /// <summary>What a click on the heading of that column makes of it.</summary>
    public RunSort By(RunColumn column) => column == Column ? this with { Descending = !Descending } : new(column, column.Numeric);
}
