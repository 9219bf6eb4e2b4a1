using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Sandbox.Node;
using Portal.Sandbox.Node.Logs;

namespace Portal.UnitTests.Sandbox.Node;

public sealed class LogFormatTests
{
    [Fact]
    public void Write_Line_LooksAsContainerRuntimesWriteIt()
    {
        var output = new ArrayBufferWriter<byte>();
        var time = new DateTimeOffset(2026, 11, 21, 10, 18, 17, TimeSpan.Zero).AddTicks(4_000_793);

        LogFormat.Write(output, LogFormat.Nanoseconds(time) + 52, LogStream.Error, partial: true, "text"u8);

        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe("2026-11-21T10:18:17.400079352Z stderr P text\n");
    }

    /// <summary>Whatever is written in whatever pieces comes back, and every tail begins at a line.</summary>
    [Fact]
    public async Task Log_OfRandomLines_IsReadBackWhole()
    {
        var random = new Random(20261121);
        using var folder = new TempFolder();
        var options = new NodeOptions { Folder = folder.Path, LogFileBytes = 10_000, LogFiles = 1000 };
        using var log = new LogFile(Path.Combine(folder.Path, "log"), options, TimeProvider.System, NullLogger.Instance);
        List<string> lines = [];
        for (var i = 0; i < 2000; i++)
        {
            lines.Add(new string((char)random.Next('a', 'z'), random.Next(0, random.Next(0, 200))));
            log.Append((LogStream)random.Next(2), Encoding.UTF8.GetBytes(lines[^1] + "\n"));
        }

        using var reader = new LogReader(Path.Combine(folder.Path, "log"));
        foreach (var tail in (int[])[1, 2, 3, 500, 1999, 2000, 5000])
        {
            var position = await reader.FindTailAsync(log.Length, tail, TestContext.Current.CancellationToken);
            (await ReadAsync(reader, position, log.Length)).ShouldBe(string.Concat(lines.TakeLast(tail).Select(l => l + "\n")));
        }
    }

    private static async Task<string> ReadAsync(LogReader reader, long position, long end)
    {
        var (filter, output, block) = (new LogLineFilter(new LogRequest()), new ArrayBufferWriter<byte>(), new byte[1000]);
        while (await reader.ReadAsync(position, end, block, TestContext.Current.CancellationToken) is (var from, > 0 and var count))
        {
            position = from + filter.Read(block.AsSpan(0, count), output);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
