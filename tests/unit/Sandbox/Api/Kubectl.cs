using System.Diagnostics;

namespace Portal.UnitTests.Sandbox.Api;

/// <summary>The real kubectl, where it is installed; tests that need it are skipped elsewhere.</summary>
internal static class Kubectl
{
    private static readonly string? Program =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(f => Path.Combine(f, "kubectl")).FirstOrDefault(File.Exists);

    /// <returns>What it printed; it must have succeeded.</returns>
    public static async Task<string> RunAsync(SandboxProcess sandbox, string input, params IEnumerable<string> args)
    {
        var (code, output, error) = await TryAsync(sandbox, input, args);
        code.ShouldBe(0, $"kubectl {string.Join(' ', args)}: {error}");
        return output;
    }

    public static async Task<(int Code, string Output, string Error)> TryAsync(SandboxProcess sandbox, string input, params IEnumerable<string> args)
    {
        Assert.SkipUnless(Program is not null, "kubectl is not installed");
        var start = new ProcessStartInfo(Program!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add($"--kubeconfig={sandbox.KubeConfig}");
        start.ArgumentList.Add($"--cache-dir={Path.Combine(sandbox.Folder, "kubectl")}");
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
