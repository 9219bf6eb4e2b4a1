using System.Globalization;

namespace Portal.Components;

/// <summary>The time as the reader of a page sees it: in the browser's zone and the reader's language.</summary>
public sealed class UserClock(TimeProvider time)
{
    public TimeProvider Provider { get; } = time;

    /// <summary>UTC until the browser has said.</summary>
    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    /// <summary>Whether the browser's zone is known.</summary>
    public bool IsKnown { get; private set; }

    public DateTimeOffset Now => Provider.GetUtcNow();

    /// <summary>Takes the zone of that IANA name; an unknown one changes nothing.</summary>
    public void Use(string? zone)
    {
        if (zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(Uri.UnescapeDataString(zone), out var found))
        {
            Zone = found;
            IsKnown = true;
        }
    }

    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone);

    /// <summary>First moment of a day in the reader's zone.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight));
    }

    public DateOnly Today => DateOnly.FromDateTime(Local(Now).DateTime);

    /// <summary>For example <c>10:41</c>.</summary>
    public string Minute(DateTimeOffset at) => Local(at).ToString("t", CultureInfo.CurrentCulture);

    /// <summary>For example <c>10:41:08</c>.</summary>
    public string Second(DateTimeOffset at) => Local(at).ToString("T", CultureInfo.CurrentCulture);

    /// <summary>Everything: day, time and offset.</summary>
    public string Exact(DateTimeOffset at)
    {
        var local = Local(at);
        return $"{local.ToString("D", CultureInfo.CurrentCulture)}, {local.ToString("T", CultureInfo.CurrentCulture)} (UTC{local:zzz})";
    }

    /// <summary>A day and a time: <c>Nov 21, 10:41</c>.</summary>
    public string Short(DateTimeOffset at)
    {
        var local = Local(at);
        var day = DateOnly.FromDateTime(local.DateTime);
        return day == Today ? Minute(at)
            : $"{local.ToString(day.Year == Today.Year ? "M" : "d", CultureInfo.CurrentCulture)}, {Minute(at)}";
    }
}
