using System.Security.Cryptography.X509Certificates;

namespace Portal.Kube.Api;

/// <summary>
/// The pooled connections to one API server that carry one client certificate. Disposed of, they take no further request and close when the
/// head of the last answer has come; bodies that are still being read are read to their end.
/// </summary>
internal sealed class Connections(KubeEndpoint endpoint, X509Certificate2? certificate) : IDisposable
{
    private readonly HttpMessageInvoker _invoker = new(KubeHandler.Create(endpoint, certificate));
    private readonly Lock _gate = new();
    private int _sending;
    private bool _over;

    public X509Certificate2? Certificate => certificate;

    /// <summary>Whether a request may be sent; then <see cref="SendAsync"/> must follow.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_over)
            {
                return false;
            }

            _sending++;
            return true;
        }
    }

    /// <summary>Waits for the head of the answer.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken ct)
    {
        try
        {
            return await _invoker.SendAsync(message, ct);
        }
        finally
        {
            lock (_gate)
            {
                _sending--;
                CloseIfDone();
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _over = true;
            CloseIfDone();
        }
    }

    private void CloseIfDone()
    {
        if (_over && _sending == 0)
        {
            _invoker.Dispose();
        }
    }
}
