using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Jobs;

namespace Portal.Api.Contracts;

/// <summary>Which runs to list; filters are combined with and, values of one filter with or.</summary>
public sealed record RunFilter
{
    [FromQuery(Name = "state"), Description("States, repeated or separated by commas: Waiting, Running, Succeeded, Failed, Cancelled, Unknown.")]
    public string[]? State { get; init; }

    [FromQuery(Name = "job"), Description("Exact names of jobs, repeated or separated by commas.")]
    public string[]? Job { get; init; }

    [FromQuery(Name = "user"), Description("Who submitted, repeated or separated by commas.")]
    public string[]? User { get; init; }

    [FromQuery(Name = "name"), Description("Part of a job's or run's name; the same as text.")]
    public string? Name { get; init; }

    [FromQuery(Name = "text"), Description("Part of a job's or run's name or of the summary, ignoring case.")]
    public string? Text { get; init; }

    [FromQuery(Name = "since"), Description("Submitted at or after (ISO 8601).")]
    public DateTimeOffset? Since { get; init; }

    [FromQuery(Name = "until"), Description("Submitted before (ISO 8601).")]
    public DateTimeOffset? Until { get; init; }

    [FromQuery(Name = "limit"), Description("Most runs in the answer, 1 to 500; 100 when not given.")]
    public int? Limit { get; init; }

    [FromQuery(Name = "after"), Description("'next' of the page before.")]
    public string? After { get; init; }

    /// <exception cref="BadHttpRequestException">A value is not acceptable.</exception>
    public RunQuery ToQuery(string workspace) => new()
    {
        Workspace = workspace,
        States = [.. Split(State).Select(ParseState)],
        Jobs = [.. Split(Job)],
        SubmittedBy = [.. Split(User)],
        Text = Text ?? Name,
        Since = Since,
        Until = Until,
        Limit = Limit is null or (>= 1 and <= 500) ? Limit ?? 100 : throw new BadHttpRequestException($"limit is {Limit}: give 1 to 500."),
        After = After,
    };

    private static IEnumerable<string> Split(string[]? values) =>
        (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static JobState ParseState(string text) =>
        Enum.TryParse<JobState>(text, ignoreCase: true, out var state) && Enum.IsDefined(state) && !char.IsAsciiDigit(text[0])
            ? state
            : throw new BadHttpRequestException($"state is '{text}': use {string.Join(", ", Enum.GetNames<JobState>())}.");
}
