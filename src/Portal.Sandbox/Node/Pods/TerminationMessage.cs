using System.Text;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node.Isolation;

namespace Portal.Sandbox.Node.Pods;

/// <summary>What a container wrote about its own end.</summary>
internal static class TerminationMessage
{
    /// <summary>Longer ones are cut, as kubelet does.</summary>
    private const int Longest = 4096;

    public static string PathOf(JsonObject container) => container.Text("terminationMessagePath") is { Length: > 0 } path ? path : "/dev/termination-log";

    /// <summary>The message, or null when it wrote none.</summary>
    public static string? Read(string containerFolder)
    {
        try
        {
            // The container could have put anything there, but the file was mounted: it is still the one that was made for it.
            using var file = File.OpenHandle(Path.Combine(containerFolder, "scratch", ContainerScratch.TerminationMessageFile));
            var buffer = new byte[Longest];
            var count = RandomAccess.Read(file, buffer, 0);
            return count == 0 ? null : Encoding.UTF8.GetString(buffer, 0, count);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
