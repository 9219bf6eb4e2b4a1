using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Portal.Kube.Api;

/// <summary>Connections to one API server: TLS, proxy, keep-alive.</summary>
internal static class KubeHandler
{
    /// <summary>A followed log holds a connection of its own where the server speaks only HTTP/1.1; more than this wait for a free one.</summary>
    private const int MaxConnections = 1024;

    public static SocketsHttpHandler Create(KubeEndpoint endpoint, X509Certificate2? certificate)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            MaxConnectionsPerServer = MaxConnections,
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2),

            // A server that vanished without a word is noticed within a minute, also on streams that are quiet for good reason.
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
            ConnectCallback = ConnectAsync,

            // Names of people are not always ASCII, and Kubernetes reads these headers as UTF-8.
            RequestHeaderEncodingSelector = static (name, _) => name switch
            {
                Impersonation.GroupHeader => RepeatedHeaderEncoding.Groups,
                Impersonation.UserHeader => Encoding.UTF8,
                _ => null,
            },
            SslOptions = Tls(endpoint, certificate),
        };

        if (endpoint.Proxy is { } proxy)
        {
            handler.Proxy = new WebProxy(proxy);
        }
        else if (endpoint.Server.IsLoopback)
        {
            // A proxy named by the environment knows another loopback than ours.
            handler.UseProxy = false;
        }

        return handler;
    }

    private static SslClientAuthenticationOptions Tls(KubeEndpoint endpoint, X509Certificate2? certificate)
    {
        var options = new SslClientAuthenticationOptions();
        if (certificate is not null)
        {
            options.ClientCertificates = [certificate];
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }

        if (endpoint.SkipTlsVerify)
        {
            // The kubeconfig's owner asked for exactly this (insecure-skip-tls-verify).
#pragma warning disable CA5359
            options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        }
        else if (endpoint.Authorities is { } authorities)
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.AddRange(authorities);
            options.CertificateChainPolicy = policy;
        }

        return options;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
            socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
            await socket.ConnectAsync(context.DnsEndPoint, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
