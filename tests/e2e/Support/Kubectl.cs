using System.Diagnostics;

namespace Portal.E2E.Support;

/// <summary>The real kubectl with the kubeconfig that <c>./run</c> wrote.</summary>
public static class Kubectl
{
    public static bool Installed { get; } = Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(p => File.Exists(Path.Combine(p, "kubectl")));

    public static async Task<(int ExitCode, string Output)> RunAsync(PortalInstance portal, params string[] arguments)
    {
        var start = new ProcessStartInfo("kubectl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["KUBECONFIG"] = Path.Combine(portal.DataFolder, "kubeconfig");
        start.Environment["HOME"] = portal.DataFolder;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await error);
    }
}
