using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Portal.UnitTests.Kube.Faults;

/// <summary>
/// Passes bytes between a client and a server, TLS or not, and lets connections go wrong. Counts the client's sockets, so that one that is
/// left behind is found.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _open = [];
    private readonly Func<int> _serverPort;
    private readonly Task _accepting;

    /// <param name="serverPort">Where the server listens now; asked for every connection.</param>
    public FaultProxy(Func<int> serverPort)
    {
        _serverPort = serverPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Asked for every new connection; may change at any time.</summary>
    public Func<ConnectionFault> Faults { get; set; } = () => ConnectionFault.None;

    /// <summary>Sockets that the client has open.</summary>
    public int Open => _open.Count;

    /// <summary>Ends every connection.</summary>
    public void CutAll() => ForAll(c => c.Cut());

    /// <summary>Lets nothing more pass on any connection there is, and leaves them open.</summary>
    public void SilenceAll() => ForAll(c => c.Silence());

    /// <summary>Spares the connections there are what was still to come; one that is silent stays so.</summary>
    public void CalmAll() => ForAll(c => c.Calm());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        CutAll();
        await Task.WhenAll(_open.Values);
        _stop.Dispose();
    }

    private void ForAll(Action<ProxiedConnection> action)
    {
        foreach (var connection in _open.Keys)
        {
            action(connection);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                var connection = new ProxiedConnection(client, Faults());
                var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _open[connection] = RunAsync(connection, ready.Task);
                ready.SetResult();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException && _stop.IsCancellationRequested)
        {
            // The test is over.
        }
    }

    private async Task RunAsync(ProxiedConnection connection, Task ready)
    {
        await ready;
        using (connection)
        {
            await connection.RunAsync(_serverPort());
        }

        _open.TryRemove(connection, out _);
    }
}
