using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Portal.Components;
using Portal.Core.Jobs;

namespace Portal.Features.Jobs.Filters;

/// <summary>What a list of runs is narrowed to. Lives in the page's address, so that back, reload and sharing keep it.</summary>
public sealed record RunFilter
{
    public IReadOnlyList<JobState> States { get; init; } = [];

    public IReadOnlyList<string> People { get; init; } = [];

    public IReadOnlyList<string> Jobs { get; init; } = [];

    public string Text { get; init; } = "";

    /// <summary><c>24h</c>, <c>7d</c>, <c>30d</c>; <c>days</c> takes <see cref="From"/> and <see cref="To"/>; empty is all time.</summary>
    public string Time { get; init; } = "";

    public DateOnly? From { get; init; }

    /// <summary>Last day, included.</summary>
    public DateOnly? To { get; init; }

    public bool IsEmpty => States.Count == 0 && People.Count == 0 && Jobs.Count == 0 && Text.Length == 0 && Time.Length == 0;

    /// <summary>How many values narrow it, the text aside.</summary>
    public int Count => States.Count + People.Count + Jobs.Count + (Time.Length > 0 ? 1 : 0);

    /// <summary>Reads the query of an address; what it does not understand it leaves out.</summary>
    public static RunFilter Parse(Uri address)
    {
        var query = QueryHelpers.ParseQuery(address.Query);
        return new RunFilter
        {
            States = [.. Values("state").Select(v => Enum.TryParse<JobState>(v, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : (JobState?)null).OfType<JobState>().Distinct()],
            // An empty name is a value here: runs that nobody signed, made with kubectl for example.
            People = [.. query.GetValueOrDefault("by").OfType<string>().Distinct(StringComparer.Ordinal)],
            Jobs = [.. Values("job").Distinct(StringComparer.Ordinal)],
            Text = Values("q").FirstOrDefault() ?? "",
            Time = Values("time").FirstOrDefault() is ("24h" or "7d" or "30d" or "days") and var time ? time : "",
            From = Day("from"),
            To = Day("to"),
        };

        IEnumerable<string> Values(string key) => query.TryGetValue(key, out var values) ? values.OfType<string>().Where(v => v.Length > 0) : [];

        DateOnly? Day(string key) => DateOnly.TryParseExact(Values(key).FirstOrDefault(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    /// <summary>The query of the address that shows this: empty, or with its question mark.</summary>
    public string ToQuery() => QueryHelpers.AddQueryString("", Pairs());

    /// <param name="workspace">Workspace to list.</param>
    /// <param name="clock">Now, and the zone in which days begin.</param>
    public RunQuery ToRunQuery(string workspace, UserClock clock) => new()
    {
        Workspace = workspace,
        States = States,
        SubmittedBy = People,
        Jobs = Jobs,
        Text = Text.Length == 0 ? null : Text,
        Since = Time switch
        {
            "24h" => clock.Now.AddHours(-24),
            "7d" => clock.Now.AddDays(-7),
            "30d" => clock.Now.AddDays(-30),
            "days" when From is { } from => clock.StartOf(from),
            _ => null,
        },
        Until = Time == "days" && To is { } to ? clock.StartOf(to.AddDays(1)) : null,
    };

    private List<KeyValuePair<string, string?>> Pairs()
    {
        List<KeyValuePair<string, string?>> pairs =
        [
            // In one order, however they were clicked: the same filter is the same address.
            .. States.Order().Select(s => new KeyValuePair<string, string?>("state", s.ToString().ToLowerInvariant())),
            .. People.Order(StringComparer.Ordinal).Select(p => new KeyValuePair<string, string?>("by", p)),
            .. Jobs.Order(StringComparer.Ordinal).Select(j => new KeyValuePair<string, string?>("job", j)),
        ];
        Add("q", Text);
        Add("time", Time);
        Add("from", Time == "days" ? From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null);
        Add("to", Time == "days" ? To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null);
        return pairs;

        void Add(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                pairs.Add(new(key, value));
            }
        }
    }
}
