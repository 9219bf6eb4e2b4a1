using System.Text;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node.Logs;

namespace Portal.Sandbox.Node.Pods;

/// <summary>Makes <c>state.terminated</c> of a container that has ended.</summary>
internal sealed class ContainerEnd(NodeFolders folders)
{
    /// <summary>How much of a failed container's log may stand in for the message that it did not write.</summary>
    private const int LogTail = 2048;

    private const int NotFound = 127;

    public async Task<JsonObject> ReportAsync(string podUid, ContainerUnit unit, int code, bool outOfMemory, DateTimeOffset now, CancellationToken ct)
    {
        var tail = code == 0 ? "" : await TailAsync(podUid, unit, ct);
        var notStarted = NotStarted(unit, code, tail);
        var terminated = new JsonObject
        {
            ["exitCode"] = notStarted is null ? code : ContainerExit.StartError,
            ["reason"] = notStarted is not null ? "StartError" : outOfMemory ? "OOMKilled" : code == 0 ? "Completed" : "Error",
        };
        if ((notStarted ?? Message(podUid, unit, code, tail)) is { } message)
        {
            terminated["message"] = message;
        }

        terminated["startedAt"] = Manifest.Stamp(unit.StartedAt);
        terminated["finishedAt"] = Manifest.Stamp(now);
        terminated["containerID"] = unit.Id;
        return terminated;
    }

    private string? Message(string podUid, ContainerUnit unit, int code, string tail) =>
        TerminationMessage.Read(folders.Container(podUid, unit.Name))
        ?? (code != 0 && tail.Length > 0 && unit.Spec.Text("terminationMessagePolicy") == "FallbackToLogsOnError" ? tail : null);

    /// <summary>The tools that lead to the container's program say so in its stead when it cannot be run.</summary>
    private static string? NotStarted(ContainerUnit unit, int code, string tail)
    {
        var line = tail.AsSpan().TrimEnd('\n');
        line = line[(line.LastIndexOf('\n') + 1)..];
        var command = unit.Spec.At("command") is JsonArray { Count: > 0 } parts ? parts[0].Scalar() : unit.Image;
        var setpriv = code is NotFound or NotFound - 1 && line.StartsWith("setpriv: failed to execute ", StringComparison.Ordinal);
        var bubblewrap = code == 1 && line.StartsWith("bwrap: ", StringComparison.Ordinal);
        if (!setpriv && !bubblewrap)
        {
            return null;
        }

        var missing = line.EndsWith("No such file or directory", StringComparison.Ordinal) && (setpriv || line.StartsWith("bwrap: execvp", StringComparison.Ordinal));
        return missing ? $"exec: \"{command}\": executable file not found in $PATH" : $"exec: \"{command}\": {line}";
    }

    private async Task<string> TailAsync(string podUid, ContainerUnit unit, CancellationToken ct)
    {
        using var reader = new LogReader(folders.Log(podUid, unit.Name, unit.RestartCount));
        const int Lines = 80;
        var (end, filter) = (reader.Length, new LogLineFilter(new LogRequest()));
        var position = Math.Max(await reader.FindTailAsync(end, Lines, ct), end - (4 * LogTail));
        var block = new byte[4 * LogTail];
        var (_, count) = await reader.ReadAsync(position, end, block, ct);
        var text = new System.Buffers.ArrayBufferWriter<byte>();
        filter.Read(block.AsSpan(0, count), text);
        var bytes = text.WrittenSpan;
        return Encoding.UTF8.GetString(bytes.Length > LogTail ? bytes[^LogTail..] : bytes);
    }
}
