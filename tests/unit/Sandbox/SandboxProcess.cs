using System.Diagnostics;

namespace Portal.UnitTests.Sandbox;

/// <summary>The sandbox's own executable, started as a user would.</summary>
internal sealed class SandboxProcess : IDisposable
{
    private readonly Process _process;

    private SandboxProcess(Process process, string firstLine) => (_process, FirstLine) = (process, firstLine);

    /// <summary>What it printed when it was ready.</summary>
    public string FirstLine { get; }

    public bool HasExited => _process.HasExited;

    public int ExitCode => _process.ExitCode;

    public static async Task<SandboxProcess> StartAsync(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "Portal.Sandbox"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        var process = Process.Start(start)!;
        _ = process.StandardError.ReadToEndAsync(CancellationToken.None);
        return new SandboxProcess(process, await process.StandardOutput.ReadLineAsync(ct) ?? "");
    }

    /// <summary>As by <c>kill -9</c>.</summary>
    public Task KillAsync() => SignalAsync("KILL");

    /// <summary>As by <c>kill</c>.</summary>
    public Task TerminateAsync() => SignalAsync("TERM");

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using (var kill = Process.Start("/bin/kill", ["-s", signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync(CancellationToken.None);
        }

        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
    }
}
