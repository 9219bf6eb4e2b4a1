using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;
using Portal.Core.Logs;

namespace Portal.Api.Contracts;

/// <summary>Which lines of which log.</summary>
public sealed record LogFilter
{
    [FromQuery(Name = "follow"), Description("Wait for lines as they are written, until the container has ended.")]
    public bool? Follow { get; init; }

    [FromQuery(Name = "from"), Description("Number of the first line; the first line of a log is 1.")]
    public long? From { get; init; }

    [FromQuery(Name = "tail"), Description("Only so many lines at the end, and what follows.")]
    public int? Tail { get; init; }

    [FromQuery(Name = "pod"), Description("Name of the pod; the driver when not given.")]
    public string? Pod { get; init; }

    [FromQuery(Name = "container"), Description("Name of the container.")]
    public string? Container { get; init; }

    [FromQuery(Name = "attempt"), Description("Attempt of the run, from 1; the latest when not given.")]
    public int? Attempt { get; init; }

    [FromQuery(Name = "uid"), Description("Uid that the run must have, for names that were used more than once.")]
    public string? Uid { get; init; }

    [FromQuery(Name = "timestamps"), Description("Put the time of writing before each line (RFC 3339, nanoseconds, UTC).")]
    public bool? Timestamps { get; init; }

    /// <summary>The log that is meant: of the latest attempt unless another is asked for, the driver's unless a pod is named.</summary>
    public LogInfo? Pick(IReadOnlyList<LogInfo> logs) => logs
        .Where(log => Pod is null ? log.Role == "driver" : log.Id.Pod == Pod)
        .Where(log => Container is null || log.Id.Container == Container)
        .Where(log => Attempt is null || log.Attempt == Attempt)
        .MaxBy(log => log.Attempt);

    /// <exception cref="BadHttpRequestException">The numbers are not acceptable.</exception>
    public void Check()
    {
        if (From is < 1 || Tail is < 0)
        {
            throw new BadHttpRequestException("from is the number of a line, from 1; tail is how many lines, from 0.");
        }

        if (From is not null && Tail is not null)
        {
            throw new BadHttpRequestException("Give from or tail, not both.");
        }
    }
}
