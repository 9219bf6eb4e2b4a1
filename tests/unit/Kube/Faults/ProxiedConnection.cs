using System.Net;
using System.Net.Sockets;

namespace Portal.UnitTests.Kube.Faults;

/// <summary>One client's connection through the <see cref="FaultProxy"/>, with its own to the server.</summary>
internal sealed class ProxiedConnection(Socket client, ConnectionFault fault) : IDisposable
{
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private volatile bool _silent;
    private volatile bool _calm;
    private volatile bool _cut;

    public void Silence() => _silent = true;

    public void Calm() => _calm = true;

    public void Cut()
    {
        _cut = true;
        End(client, fault.Reset);
        End(_server, reset: true);
    }

    public void Dispose() => Cut();

    /// <summary>Passes bytes on until one side has ended or the connection is cut.</summary>
    public async Task RunAsync(int serverPort)
    {
        client.NoDelay = true;
        try
        {
            await _server.ConnectAsync(IPAddress.Loopback, serverPort, CancellationToken.None);
            await Task.WhenAny(PassRequestsAsync(), PassAnswersAsync());

            // Only the client may end a connection that is silent.
            if (_silent && !_cut)
            {
                await SwallowAsync();
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Nobody listens there, or it was cut.
        }
    }

    private static void End(Socket socket, bool reset)
    {
        try
        {
            socket.LingerState = reset ? new LingerOption(enable: true, seconds: 0) : new LingerOption(enable: false, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }

        socket.Dispose();
    }

    private async Task PassRequestsAsync()
    {
        var buffer = new byte[16 * 1024];
        while (await client.ReceiveAsync(buffer, SocketFlags.None, CancellationToken.None) is > 0 and var count)
        {
            if (!_silent)
            {
                await SendAsync(_server, buffer.AsMemory(0, count));
            }
        }

        // The client is gone: there is nobody left to be silent to.
        Cut();
    }

    private async Task PassAnswersAsync()
    {
        var buffer = new byte[fault.PieceBytes];
        var passed = 0;
        while (await _server.ReceiveAsync(buffer, SocketFlags.None, CancellationToken.None) is > 0 and var count)
        {
            if (fault.Latency > TimeSpan.Zero && !_calm)
            {
                await Task.Delay(fault.Latency, TimeProvider.System, CancellationToken.None);
            }

            var limit = _calm ? int.MaxValue : fault.CutAfter ?? fault.SilentAfter ?? int.MaxValue;
            var part = Math.Min(count, limit - passed);
            if (!_silent)
            {
                await SendAsync(client, buffer.AsMemory(0, part));
            }

            passed += part;
            if (part < count)
            {
                if (fault.CutAfter is not null)
                {
                    return;
                }

                _silent = true;
            }
        }
    }

    private async Task SwallowAsync()
    {
        var buffer = new byte[1024];
        while (await client.ReceiveAsync(buffer, SocketFlags.None, CancellationToken.None) > 0)
        {
            // Nobody answers.
        }
    }

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            bytes = bytes[await to.SendAsync(bytes, SocketFlags.None, CancellationToken.None)..];
        }
    }
}
