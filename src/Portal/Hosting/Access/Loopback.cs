using System.Net;

namespace Portal.Hosting.Access;

/// <summary>Whether a request really comes from this machine.</summary>
public static class Loopback
{
    private static readonly string[] ProxyHeaders = ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];

    /// <summary>
    /// Both ends of the connection are loopback addresses, no proxy passed it on, and the browser was told a loopback name: a page of
    /// another site whose name was re-bound to 127.0.0.1 shows its own name in the Host header.
    /// </summary>
    public static bool IsLoopback(this HttpContext context) =>
        context.Connection is { LocalIpAddress: { } local, RemoteIpAddress: { } remote }
        && IPAddress.IsLoopback(local)
        && IPAddress.IsLoopback(remote)
        && IsLoopbackName(context.Request.Host.Host)
        && !ProxyHeaders.Any(context.Request.Headers.ContainsKey);

    private static bool IsLoopbackName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
