using System.Globalization;

namespace Portal.Kube.Logs;

/// <summary>The stamps that Kubernetes puts before lines: RFC 3339 with up to nine decimals, <c>2026-11-21T10:18:17.400079352Z</c>.</summary>
internal static class LogStamp
{
    public const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Reads the stamp and the blank after it.</summary>
    /// <param name="line">A line as it came.</param>
    /// <param name="nanoseconds">Nanoseconds since 1970-01-01 UTC.</param>
    /// <param name="length">Where the text starts.</param>
    public static bool TryRead(ReadOnlySpan<byte> line, out long nanoseconds, out int length)
    {
        nanoseconds = 0;
        length = 0;
        if (line.Length < 20
            || !Number(line[..4], out var year) || line[4] != '-' || !Number(line[5..7], out var month) || line[7] != '-' || !Number(line[8..10], out var day)
            || line[10] != 'T' || !Number(line[11..13], out var hour) || line[13] != ':' || !Number(line[14..16], out var minute) || line[16] != ':'
            || !Number(line[17..19], out var second)
            || year < 1970 || year > 2261 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
        {
            return false;
        }

        var at = 19;
        long fraction = 0;
        if (line[at] == '.')
        {
            var unit = NanosecondsPerSecond;
            for (at++; at < line.Length && line[at] is >= (byte)'0' and <= (byte)'9'; at++)
            {
                unit /= 10;
                fraction += (line[at] - '0') * unit;
            }
        }

        if (!TryReadZone(line[at..], out var offsetMinutes, out var zoneLength))
        {
            return false;
        }

        at += zoneLength;
        if (at < line.Length && line[at] != ' ')
        {
            return false;
        }

        var seconds = (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond;
        nanoseconds = ((seconds - (offsetMinutes * 60L)) * NanosecondsPerSecond) + fraction;
        length = Math.Min(at + 1, line.Length);
        return true;
    }

    /// <summary>The start of the second, as <c>sinceTime</c> takes it.</summary>
    public static string Second(long nanoseconds) =>
        DateTimeOffset.FromUnixTimeSeconds(FloorSecond(nanoseconds) / NanosecondsPerSecond).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static long FloorSecond(long nanoseconds) => nanoseconds - (nanoseconds % NanosecondsPerSecond);

    private static bool TryReadZone(ReadOnlySpan<byte> text, out int minutes, out int length)
    {
        (minutes, length) = (0, 1);
        if (text.IsEmpty)
        {
            return false;
        }

        if (text[0] == 'Z')
        {
            return true;
        }

        if (text.Length < 6 || text[0] is not ((byte)'+' or (byte)'-') || !Number(text[1..3], out var hour) || text[3] != ':' || !Number(text[4..6], out var minute))
        {
            return false;
        }

        minutes = ((hour * 60) + minute) * (text[0] == '-' ? -1 : 1);
        length = 6;
        return true;
    }

    private static bool Number(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        return true;
    }
}
