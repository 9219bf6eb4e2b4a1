using System.Buffers;

namespace Portal.Sandbox.Node.Logs;

/// <summary>Carries one output of a container into its log, as it comes.</summary>
internal static class LogPump
{
    /// <summary>A line that is longer is written in parts, as container runtimes do.</summary>
    public const int LongestLine = 16 * 1024;

    /// <summary>Runs until the output ends.</summary>
    public static async Task RunAsync(Stream output, LogStream stream, LogFile log)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(4 * LongestLine);
        try
        {
            var held = 0;
            while (await output.ReadAsync(buffer.AsMemory(held), CancellationToken.None) is > 0 and var read)
            {
                held += read;
                var whole = buffer.AsSpan(0, held).LastIndexOf((byte)'\n') + 1;
                if (held - whole >= LongestLine)
                {
                    whole = held;
                }

                if (whole > 0)
                {
                    log.Append(stream, buffer.AsSpan(0, whole));
                    buffer.AsSpan(whole, held - whole).CopyTo(buffer);
                    held -= whole;
                }
            }

            if (held > 0)
            {
                buffer[held] = (byte)'\n';
                log.Append(stream, buffer.AsSpan(0, held + 1));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
