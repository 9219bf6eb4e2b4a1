using System.Diagnostics;

namespace Portal.UnitTests.Sandbox.Api;

/// <summary>The real kubectl, as the sandbox's owner unless the arguments say otherwise. Tests are skipped where it is not installed.</summary>
internal static class Kubectl
{
    private static readonly string? Path =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(f => System.IO.Path.Combine(f, "kubectl")).FirstOrDefault(File.Exists);

    /// <summary>Runs a command that is to succeed.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public static async Task<string> RunAsync(SandboxProcess sandbox, string input, params string[] args)
    {
        var (code, output, error) = await TryAsync(sandbox, input, args);
        code.ShouldBe(0, $"kubectl {string.Join(' ', args)}: {error}");
        return output;
    }

    /// <summary>Runs a command, whatever comes of it.</summary>
    public static async Task<(int Code, string Output, string Error)> TryAsync(SandboxProcess sandbox, string input, params string[] args)
    {
        Assert.SkipUnless(Path is not null, "kubectl is not installed");
        var start = new ProcessStartInfo(Path!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add($"--kubeconfig={sandbox.KubeConfig}");
        start.ArgumentList.Add($"--cache-dir={System.IO.Path.Combine(sandbox.Folder, "kubectl")}");
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        var error = process.StandardError.ReadToEndAsync(limit.Token);
        var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, output, await error);
    }
}
