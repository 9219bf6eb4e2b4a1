using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Portal.Sandbox.Hosting;

/// <summary>Chooses the port: the one asked for, else the last one, else a free one.</summary>
internal static class LoopbackPort
{
    /// <exception cref="UsageException">The port asked for is taken.</exception>
    public static int Choose(int? asked, string file)
    {
        if (asked is { } wanted)
        {
            return TryTake(wanted) == wanted
                ? Remember(wanted, file)
                : throw new UsageException($"Port {wanted} is in use. Stop what listens there, or choose another one with --port.");
        }
        if (File.Exists(file) && int.TryParse(File.ReadAllText(file), NumberStyles.None, CultureInfo.InvariantCulture, out var last) && TryTake(last) == last)
        {
            return last;
        }
        return Remember(TryTake(0) ?? throw new UsageException("No port is free on the loopback address."), file);
    }

    private static int? TryTake(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static int Remember(int port, string file)
    {
        PrivateFile.Update(file, port.ToString(CultureInfo.InvariantCulture));
        return port;
    }
}
