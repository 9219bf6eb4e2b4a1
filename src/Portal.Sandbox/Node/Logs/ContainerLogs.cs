using System.Buffers;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Node.Logs;

/// <summary>Answers log requests from the files, and while a container runs from what is being written.</summary>
internal sealed class ContainerLogs(NodeFolders folders, LogRegistry registry) : IContainerLogs
{
    private const int BlockSize = 64 * 1024;

    public async Task WriteAsync(JsonObject pod, LogRequest request, Stream output, CancellationToken ct)
    {
        if (LogChoice.Of(pod, request) is not var (container, instance))
        {
            return;
        }

        var folder = folders.Log(pod.Uid(), container, instance);
        var live = registry.Find(folder);
        using var reader = new LogReader(folder);
        var end = live?.Length ?? reader.Length;
        var position = request.TailLines is { } tail ? await reader.FindTailAsync(end, tail, ct) : reader.Start;
        var filter = new LogLineFilter(request);
        position = await CopyAsync(reader, position, end, filter, output, ct);
        while (request.Follow && live is not null && !filter.IsFull && !(live.IsComplete && position >= live.Length))
        {
            await live.MoreThanAsync(position).WaitAsync(ct);
            position = await CopyAsync(reader, position, live.Length, filter, output, ct);
        }
    }

    private static async Task<long> CopyAsync(LogReader reader, long position, long end, LogLineFilter filter, Stream output, CancellationToken ct)
    {
        var block = ArrayPool<byte>.Shared.Rent(2 * BlockSize);
        var lines = new ArrayBufferWriter<byte>(BlockSize);
        try
        {
            var held = 0;
            while (!filter.IsFull)
            {
                var (from, count) = await reader.ReadAsync(position + held, end, block.AsMemory(held), ct);
                if (count == 0)
                {
                    break;
                }

                if (from != position + held)
                {
                    // What was to follow has been dropped: so is the line that began before it.
                    block.AsSpan(held, count).CopyTo(block);
                    (position, held) = (from, 0);
                }

                held += count;
                lines.ResetWrittenCount();
                var taken = filter.Read(block.AsSpan(0, held), lines);
                await output.WriteAsync(lines.WrittenMemory, ct);
                block.AsSpan(taken, held - taken).CopyTo(block);
                (position, held) = (position + taken, held - taken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }

        await output.FlushAsync(ct);
        return position;
    }
}
