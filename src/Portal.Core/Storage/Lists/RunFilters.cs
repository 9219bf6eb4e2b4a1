using Microsoft.EntityFrameworkCore;
using Portal.Core.Jobs;
using Portal.Core.Storage.Rows;

namespace Portal.Core.Storage.Lists;

/// <summary>The filters of a <see cref="RunQuery"/>, over rows and over runs in memory. Both must choose alike.</summary>
internal static class RunFilters
{
    public static IQueryable<RunEntity> Apply(IQueryable<RunEntity> rows, string cluster, RunQuery query)
    {
        rows = rows.Where(r => r.Cluster == cluster && r.Workspace == query.Workspace);
        if (query.States.Count > 0)
        {
            var states = query.States.Select(s => s.ToString()).ToArray();
            rows = rows.Where(r => states.Contains(r.State));
        }

        if (query.SubmittedBy.Count > 0)
        {
            var people = query.SubmittedBy.ToArray();
            rows = rows.Where(r => people.Contains(r.SubmittedBy));
        }

        if (query.Jobs.Count > 0)
        {
            var jobs = query.Jobs.ToArray();
            rows = rows.Where(r => jobs.Contains(r.Job));
        }

        if (!string.IsNullOrWhiteSpace(query.Text))
        {
            var pattern = Pattern(query.Text);
            rows = rows.Where(r => EF.Functions.ILike(r.Name, pattern, "\\") || EF.Functions.ILike(r.Job, pattern, "\\") || EF.Functions.ILike(r.Summary, pattern, "\\"));
        }

        if (query.Since is { } since)
        {
            since = since.ToUniversalTime();
            rows = rows.Where(r => r.SubmittedAt >= since);
        }

        if (query.Until is { } until)
        {
            until = until.ToUniversalTime();
            rows = rows.Where(r => r.SubmittedAt < until);
        }

        return rows;
    }

    public static bool Matches(JobRun run, RunQuery query) =>
        run.Workspace == query.Workspace
        && (query.States.Count == 0 || query.States.Contains(run.State))
        && (query.SubmittedBy.Count == 0 || query.SubmittedBy.Contains(run.SubmittedBy, StringComparer.Ordinal))
        && (query.Jobs.Count == 0 || query.Jobs.Contains(run.Job, StringComparer.Ordinal))
        && (string.IsNullOrWhiteSpace(query.Text) || Contains(run.Name, query.Text) || Contains(run.Job, query.Text) || Contains(run.Summary, query.Text))
        && (query.Since is not { } since || run.SubmittedAt >= since)
        && (query.Until is not { } until || run.SubmittedAt < until);

    private static bool Contains(string text, string part) => text.Contains(part.Trim(), StringComparison.OrdinalIgnoreCase);

    private static string Pattern(string text) =>
        $"%{text.Trim().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal).Replace("\0", "", StringComparison.Ordinal)}%";
}
