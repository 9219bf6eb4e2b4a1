using System.Globalization;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Tables;

/// <summary>Spans of time as kubectl writes them: 5s, 3m20s, 4h, 2d.</summary>
internal static class Age
{
    /// <summary>Since a time stamp of the API; <c>&lt;unknown&gt;</c> when there is none.</summary>
    public static string Since(JsonNode? stamp, DateTimeOffset now) =>
        DateTimeOffset.TryParse((string?)stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? Text(now - time) : "<unknown>";

    public static string Text(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        return seconds switch
        {
            < -1 => "<invalid>",
            < 0 => "0s",
            < 120 => $"{seconds}s",
            < 600 => Two(minutes, 'm', seconds % 60, 's'),
            < 3 * 3600 => $"{minutes}m",
            < 8 * 3600 => Two(hours, 'h', minutes % 60, 'm'),
            < 48 * 3600 => $"{hours}h",
            < 8 * 86400 => Two(days, 'd', hours % 24, 'h'),
            < 2 * 365 * 86400L => $"{days}d",
            < 8 * 365 * 86400L => Two(days / 365, 'y', days % 365, 'd'),
            _ => $"{days / 365}y",
        };
    }

    private static string Two(long big, char bigUnit, long small, char smallUnit) => small == 0 ? $"{big}{bigUnit}" : $"{big}{bigUnit}{small}{smallUnit}";
}
