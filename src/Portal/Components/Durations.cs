using System.Globalization;

namespace Portal.Components;

/// <summary>Lengths of time in words. <c>Web/src/ticking.ts</c> writes the same while time goes on.</summary>
public static class Durations
{
    private const string Moment = "<1 s";

    /// <summary>Two units: <c>&lt;1 s</c>, <c>24 s</c>, <c>3 min 52 s</c>, <c>1 h 04 min</c>, <c>2 d 3 h</c>.</summary>
    public static string Long(TimeSpan length) => length switch
    {
        { TotalSeconds: < 1 } => Moment,
        { TotalMinutes: < 1 } => Invariant($"{length.Seconds} s"),
        { TotalHours: < 1 } => Invariant($"{length.Minutes} min {length.Seconds:00} s"),
        { TotalDays: < 1 } => Invariant($"{length.Hours} h {length.Minutes:00} min"),
        _ => Invariant($"{(int)length.TotalDays} d {length.Hours} h"),
    };

    /// <summary>One unit: <c>&lt;1 s</c>, <c>12 s</c>, <c>6 min</c>, <c>1 h</c>, <c>3 d</c>.</summary>
    public static string Short(TimeSpan length) => length switch
    {
        { TotalSeconds: < 1 } => Moment,
        { TotalMinutes: < 1 } => Invariant($"{length.Seconds} s"),
        { TotalHours: < 1 } => Invariant($"{length.Minutes} min"),
        { TotalDays: < 1 } => Invariant($"{length.Hours} h"),
        _ => Invariant($"{(int)length.TotalDays} d"),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
