namespace Portal.Sandbox.Cron;

/// <summary>
/// A schedule as Kubernetes takes it: five fields (minute, hour, day of month, month, day of week), a macro such as <c>@daily</c>, or <c>@every 1h30m</c>.
/// It is due in every minute whose local time all fields allow: a time that the clocks skip is left out, one that they repeat comes twice.
/// </summary>
public sealed class CronSchedule
{
    /// <summary>A schedule that is not due within these years never is.</summary>
    private const int YearsAhead = 5;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(1);

    private readonly CronField _minutes;
    private readonly CronField _hours;
    private readonly CronField _days;
    private readonly CronField _months;
    private readonly CronField _weekdays;
    private readonly TimeZoneInfo _zone;
    private readonly TimeSpan? _interval;

    private CronSchedule(string[] fields, TimeZoneInfo zone, TimeSpan? interval)
    {
        _minutes = CronField.Parse(fields[0], CronField.Minutes);
        _hours = CronField.Parse(fields[1], CronField.Hours);
        _days = CronField.Parse(fields[2], CronField.Days);
        _months = CronField.Parse(fields[3], CronField.Months);
        _weekdays = CronField.Parse(fields[4], CronField.Weekdays);
        (_zone, _interval) = (zone, interval);
    }

    /// <exception cref="CronFormatException">It cannot be read.</exception>
    public static CronSchedule Parse(string text, TimeZoneInfo zone)
    {
        if (text.Length == 0)
        {
            throw new CronFormatException("empty spec string");
        }

        if (text.StartsWith('@'))
        {
            return Macro(text, zone);
        }

        var fields = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 5
            ? new CronSchedule(fields, zone, interval: null)
            : throw new CronFormatException($"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]");
    }

    /// <summary>When it is due next, later than <paramref name="after"/>; null for never.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (_interval is { } interval)
        {
            return new DateTimeOffset(after.UtcTicks - after.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero) + interval;
        }

        var time = new DateTimeOffset(after.UtcTicks - after.UtcTicks % Minute.Ticks, TimeSpan.Zero) + Minute;
        var end = time.AddYears(YearsAhead);
        while (time < end)
        {
            var local = TimeZoneInfo.ConvertTime(time, _zone);
            if (!_months.Allows(local.Month) || !IsDay(local))
            {
                time = Skip(time, local.Offset, TimeSpan.FromDays(1) - local.TimeOfDay);
            }
            else if (!_hours.Allows(local.Hour))
            {
                time = Skip(time, local.Offset, TimeSpan.FromMinutes(60 - local.Minute));
            }
            else if (!_minutes.Allows(local.Minute))
            {
                time += Minute;
            }
            else
            {
                return time;
            }
        }

        return null;
    }

    private static CronSchedule Macro(string text, TimeZoneInfo zone)
    {
        const string Every = "@every ";
        if (text.StartsWith(Every, StringComparison.Ordinal))
        {
            return GoDuration.TryParse(text[Every.Length..], out var interval)
                ? new CronSchedule(["*", "*", "*", "*", "*"], zone, Whole(interval))
                : throw new CronFormatException($"failed to parse duration {text}: time: invalid duration \"{text[Every.Length..]}\"");
        }

        return Parse(
            text switch
            {
                "@yearly" or "@annually" => "0 0 1 1 *",
                "@monthly" => "0 0 1 * *",
                "@weekly" => "0 0 * * 0",
                "@daily" or "@midnight" => "0 0 * * *",
                "@hourly" => "0 * * * *",
                _ => throw new CronFormatException($"unrecognized descriptor: {text}"),
            },
            zone);
    }

    private static TimeSpan Whole(TimeSpan interval) =>
        interval < ShortestInterval ? ShortestInterval : new TimeSpan(interval.Ticks - interval.Ticks % TimeSpan.TicksPerSecond);

    /// <summary>Goes ahead by a span in which nothing is due, or minute by minute where the clocks are put forward or back in it.</summary>
    private DateTimeOffset Skip(DateTimeOffset time, TimeSpan offset, TimeSpan span) =>
        _zone.GetUtcOffset(time + span) == offset ? time + span : time + Minute;

    /// <summary>When day of month and day of week are both given, one of them is enough.</summary>
    private bool IsDay(DateTimeOffset local)
    {
        var (day, weekday) = (_days.Allows(local.Day), _weekdays.Allows((int)local.DayOfWeek));
        return _days.IsStar || _weekdays.IsStar ? day && weekday : day || weekday;
    }
}
