using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using Portal.Core.Logs;

namespace Portal.Api;

/// <summary>Writes lines of a log as UTF-8 text.</summary>
/// <param name="output">Where to.</param>
/// <param name="timestamps">Whether each line begins with its time.</param>
public sealed class LogTextWriter(PipeWriter output, bool timestamps)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>Writes the lines and sends them on; waits while the reader is behind.</summary>
    public async Task WriteAsync(IReadOnlyList<LogLine> lines, CancellationToken ct)
    {
        foreach (var line in lines)
        {
            if (timestamps)
            {
                Encoding.UTF8.GetBytes(Timestamp(line.UnixNanoseconds), output);
            }

            Encoding.UTF8.GetBytes(line.Text, output);
            output.Write("\n"u8);
        }

        await output.FlushAsync(ct);
    }

    // 2026-11-21T10:41:31.000000042Z and a blank, as kubectl logs --timestamps writes it.
    private static string Timestamp(long nanoseconds)
    {
        var second = DateTimeOffset.FromUnixTimeSeconds(nanoseconds / NanosecondsPerSecond);
        return string.Create(CultureInfo.InvariantCulture, $"{second:yyyy-MM-ddTHH:mm:ss}.{nanoseconds % NanosecondsPerSecond:d9}Z ");
    }
}
