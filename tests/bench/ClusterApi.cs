using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Portal.E2E.Support;

namespace Portal.Bench;

/// <summary>The sandbox's Kubernetes API over plain HTTP calls, past the portal's own client.</summary>
internal sealed class ClusterApi : IDisposable
{
    private readonly HttpClient _http;

    public ClusterApi(PortalInstance portal)
    {
        // One cluster, one user: the file that ./run writes holds each of these keys once.
        var kubeconfig = File.ReadAllLines(Path.Combine(portal.DataFolder, "kubeconfig"));
        string Value(string key) => kubeconfig.Select(l => l.Trim()).Single(l => l.StartsWith($"{key}: ", StringComparison.Ordinal))[(key.Length + 2)..];

        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(Encoding.UTF8.GetString(Convert.FromBase64String(Value("certificate-authority-data"))));
        _http = new HttpClient(new SocketsHttpHandler { SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy } })
        {
            BaseAddress = new Uri(Value("server")),
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Value("token")) },
        };
    }

    public async Task CreatePodAsync(string workspace, object pod)
    {
        using var answer = await _http.PostAsJsonAsync($"/api/v1/namespaces/{workspace}/pods", pod);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }
    }

    public async Task PatchPodStatusAsync(string workspace, string pod, object patch)
    {
        using var content = JsonContent.Create(patch, new MediaTypeHeaderValue("application/merge-patch+json"));
        using var answer = await _http.PatchAsync(new Uri($"/api/v1/namespaces/{workspace}/pods/{pod}/status", UriKind.Relative), content);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await answer.Content.ReadAsStringAsync());
        }
    }

    public async Task DeletePodAsync(string workspace, string pod) =>
        (await _http.DeleteAsync(new Uri($"/api/v1/namespaces/{workspace}/pods/{pod}", UriKind.Relative))).EnsureSuccessStatusCode();

    public void Dispose() => _http.Dispose();
}
