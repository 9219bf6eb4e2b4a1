using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Portal.Sandbox.Hosting;

namespace Portal.UnitTests.Sandbox.Api.Authentication;

/// <summary>Client certificates, over real TLS.</summary>
[Collection(SharedSandboxCollection.Name)]
public sealed class ClientCertificateTests(SharedSandbox shared)
{
    private static readonly Uri WhoAmI = new("/apis/authentication.k8s.io/v1/selfsubjectreviews", UriKind.Relative);

    [Fact]
    public async Task Request_WithACertificateOfTheAuthority_IsItsUserAndGroups()
    {
        using var certificate = Load(ClientAuthority.Issue(shared.Sandbox.Data, "alice", ["devs", "system:ops"], 1, TimeProvider.System));
        using var client = shared.Sandbox.Client("", certificate);

        using var answer = await client.PostAsync(WhoAmI, SandboxProcess.Json(new JsonObject()));

        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]!["userInfo"]!.ToJsonString().ShouldBe(
            $$$"""{"username":"alice","groups":["devs","system:ops","system:authenticated"],"extra":{"authentication.kubernetes.io/credential-id":["X509SHA256={{{Convert.ToHexStringLower(SHA256.HashData(certificate.RawData))}}}"]}}""");
    }

    [Fact]
    public async Task Request_WithACertificateOfNobodyKnown_IsUnauthorized()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=admin, O=system:masters", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddHours(-1), TimeProvider.System.GetUtcNow().AddHours(1));
        using var client = shared.Sandbox.Client("", certificate);

        using var answer = await client.PostAsync(WhoAmI, SandboxProcess.Json(new JsonObject()));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Request_WithTheServersOwnCertificate_IsUnauthorized()
    {
        using var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(shared.Sandbox.Data, "server.crt"), Path.Combine(shared.Sandbox.Data, "server.key"));
        using var client = shared.Sandbox.Client("", certificate);

        using var answer = await client.GetAsync(new Uri("/api/v1/namespaces", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public void Issue_WithoutAnAuthority_SaysWhatToDo()
    {
        using var folder = new TempFolder();

        Should.Throw<UsageException>(() => ClientAuthority.Issue(folder.Path, "alice", [], 1, TimeProvider.System)).Message.ShouldContain("Start the sandbox once");
    }

    private static X509Certificate2 Load((string Certificate, string Key) pem) => X509Certificate2.CreateFromPem(pem.Certificate, pem.Key);
}
