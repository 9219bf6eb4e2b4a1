using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Node;

namespace Portal.Sandbox.Hosting;

/// <summary>Pods reach this sandbox's own API, each as its service account. There is one audience: that API.</summary>
internal sealed class PodIdentities(ApiEndpoint endpoint, IServiceAccountTokens tokens) : IPodIdentities
{
    private readonly string _authority = File.ReadAllText(endpoint.CaFile);

    public (string Host, int Port) Api => (endpoint.Host, endpoint.Port);

    public string? CertificateAuthority => _authority;

    public string Token(JsonObject pod, string? audience) => tokens.Issue(
        (string)pod["metadata"]!["namespace"]!, (string?)pod["spec"]?["serviceAccountName"] ?? "default", (string)pod["metadata"]!["uid"]!);
}
