using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Sandbox.Manifests;

namespace Portal.UnitTests.Sandbox.Node;

/// <summary>The whole sandbox, ended by <c>kill -9</c>.</summary>
public sealed partial class SandboxKilledTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Sandbox_ThatIsKilled_LeavesNoProcessAndReportsItsPods()
    {
        var marker = Sleepers.NewMarker();
        using (var sandbox = await StartAsync())
        using (var client = Client(sandbox))
        {
            var pod = TestNode.Pod("lost", $"setsid sleep {marker} & sleep {marker}", p => p["spec"]!.AsObject().Remove("nodeName"));
            pod["spec"]!["containers"]![0]!["image"] = "busybox";
            (await client.PostAsJsonAsync("/api/v1/namespaces/team-a/pods", pod, Ct)).EnsureSuccessStatusCode();
            await TestNode.UntilAsync(() => Sleepers.Count(marker) == 2);

            await sandbox.KillAsync();
        }

        await TestNode.UntilAsync(() => Sleepers.Count(marker) == 0);
        using (var sandbox = await StartAsync())
        using (var client = Client(sandbox))
        {
            JsonNode? pod = null;
            await TestNode.UntilAsync(async () =>
                (pod = await client.GetFromJsonAsync<JsonNode>("/api/v1/namespaces/team-a/pods/lost", Ct)).Text("status", "phase") == "Failed");
            pod.Items("status", "containerStatuses").Single().Text("state", "terminated", "reason").ShouldBe("ContainerStatusUnknown");
            await sandbox.TerminateAsync();
        }
    }

    private Task<SandboxProcess> StartAsync() =>
        SandboxProcess.StartAsync(["serve", "--data", Path.Combine(_folder.Path, "data"), "--kubeconfig", Path.Combine(_folder.Path, "kubeconfig")], Ct);

    private HttpClient Client(SandboxProcess sandbox)
    {
        var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        trust.CustomTrustStore.ImportFromPemFile(Path.Combine(_folder.Path, "data", "ca.crt"));
        var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = trust } };
        var client = new HttpClient(handler) { BaseAddress = new Uri(sandbox.FirstLine.Split(' ')[^1]) };
        var token = TokenLine().Match(File.ReadAllText(Path.Combine(_folder.Path, "kubeconfig"))).Groups[1].Value;
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    [GeneratedRegex("token: (\\S+)")]
    private static partial Regex TokenLine();
}
