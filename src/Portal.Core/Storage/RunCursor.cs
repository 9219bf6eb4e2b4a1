using System.Globalization;

namespace Portal.Core.Storage;

/// <summary>A place in a list of runs, newest first: the last run already given. Written as text for <see cref="Jobs.RunQuery.After"/>.</summary>
internal readonly record struct RunCursor(DateTimeOffset SubmittedAt, string Uid)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(SubmittedAt.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / 10}.{Uid}");

    /// <exception cref="ArgumentException">The text was not given by a list.</exception>
    public static RunCursor? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && long.TryParse(text.AsSpan(0, dot), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds) && Math.Abs(microseconds) < long.MaxValue / 100
            ? new RunCursor(DateTimeOffset.UnixEpoch.AddTicks(microseconds * 10), text[(dot + 1)..])
            : throw new ArgumentException($"'{text}' is no place in a list of runs: pass the value of 'next' from the page before, or nothing for the first page.", nameof(text));
    }

    /// <summary>Whether a run stands after this place.</summary>
    public bool IsBefore(DateTimeOffset submittedAt, string uid) =>
        submittedAt < SubmittedAt || (submittedAt == SubmittedAt && string.CompareOrdinal(uid, Uid) < 0);
}
