using Microsoft.AspNetCore.WebUtilities;
using Portal.Features.Jobs.Columns;
using Portal.Features.Jobs.Filters;

namespace Portal.Features.Jobs.Views;

/// <summary>How the list of runs is looked at. Lives in the page's address, so that back, reload and sharing keep it.</summary>
public sealed record RunView
{
    public RunFilter Filter { get; init; } = new();

    public RunSort Sort { get; init; } = RunSort.NewestFirst;

    /// <summary>Keys of the columns; empty for those that the person likes to see.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Reads the query of an address; what it does not understand it leaves out.</summary>
    public static RunView Parse(Uri address)
    {
        var query = QueryHelpers.ParseQuery(address.Query);
        return new RunView
        {
            Filter = RunFilter.Parse(address),
            Sort = RunSort.Parse(query.GetValueOrDefault("sort").FirstOrDefault()),
            Columns = [.. (query.GetValueOrDefault("cols").FirstOrDefault() ?? "").Split(',').Where(c => RunColumn.Find(c) is not null)],
        };
    }

    /// <summary>Reads what <see cref="ToQuery"/> wrote.</summary>
    public static RunView Parse(string query) => Parse(new Uri($"http://view/{query}"));

    /// <summary>The query of the address that shows this: empty, or with its question mark.</summary>
    public string ToQuery()
    {
        var query = Filter.ToQuery();
        if (Sort != RunSort.NewestFirst)
        {
            query = QueryHelpers.AddQueryString(query, "sort", Sort.ToString());
        }

        return Columns.Count > 0 ? QueryHelpers.AddQueryString(query, "cols", string.Join(',', Columns)) : query;
    }
}
