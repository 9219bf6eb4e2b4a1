using System.Diagnostics;
using Portal.E2E.Support;

namespace Portal.Bench.Scale;

/// <summary><c>kubectl get pods --watch</c> beside the portal; what it prints is counted and forgotten.</summary>
internal sealed class KubectlWatch : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private int _lines;

    public KubectlWatch(PortalInstance portal)
    {
        var start = new ProcessStartInfo("kubectl", ["get", "pods", "-n", "team-a", "--watch"]) { RedirectStandardOutput = true };
        start.Environment["KUBECONFIG"] = Path.Combine(portal.DataFolder, "kubeconfig");
        _process = Process.Start(start)!;
        _reading = ReadAsync();
        Meter = new ProcessMeter(_process.Id);
    }

    public ProcessMeter Meter { get; }

    public int Lines => Volatile.Read(ref _lines);

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is not null)
        {
            Interlocked.Increment(ref _lines);
        }
    }
}
