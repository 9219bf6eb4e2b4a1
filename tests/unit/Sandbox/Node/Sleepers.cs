using Portal.Sandbox.Node.Processes;

namespace Portal.UnitTests.Sandbox.Node;

/// <summary>Finds processes of a test: <c>sleep</c> with a duration that nobody else sleeps for.</summary>
internal static class Sleepers
{
    public static string NewMarker() => $"3600.{Random.Shared.Next()}";

    public static int Count(string marker) => ProcFile.All().Count(pid => IsSleeper(pid, marker));

    private static bool IsSleeper(int pid, string marker)
    {
        try
        {
            // Arguments end with a NUL byte each.
            return File.ReadAllText($"/proc/{pid}/cmdline").StartsWith($"sleep\0{marker}\0", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
