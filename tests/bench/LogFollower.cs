using System.Diagnostics;
using Portal.E2E.Support;

namespace Portal.Bench;

/// <summary><c>kubectl logs -f</c>, noting when each line comes out.</summary>
internal sealed class LogFollower : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<Dictionary<string, double>> _reading;

    public LogFollower(PortalInstance portal, string pod)
    {
        var start = new ProcessStartInfo("kubectl", ["logs", "-f", "-n", "team-a", pod]) { RedirectStandardOutput = true };
        start.Environment["KUBECONFIG"] = Path.Combine(portal.DataFolder, "kubeconfig");
        _process = Process.Start(start)!;
        _reading = ReadAsync();
    }

    /// <summary>When the first word of each line came out, in milliseconds since 1970; completes when the log ends.</summary>
    public Task<Dictionary<string, double>> ReadToEndAsync() => _reading;

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task<Dictionary<string, double>> ReadAsync()
    {
        Dictionary<string, double> seen = [];
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            seen.TryAdd(line.Split(' ')[0], Clock.Now);
        }

        return seen;
    }
}
