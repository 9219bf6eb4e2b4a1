using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Api.Admission;

public sealed class PodAccountTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Create_AccountMissing_IsRefusedInKubernetesWords()
    {
        var objects = await TestObjects.CreateAsync();

        (await Should.ThrowAsync<ApiException>(async () => await PodAsync(objects, """{"serviceAccountName":"nobody"}"""))).Message
            .ShouldBe("pods \"p\" is forbidden: error looking up service account team-a/nobody: serviceaccount \"nobody\" not found");
    }

    [Fact]
    public async Task Create_InANewNamespace_FindsItsDefaultAccountAtOnce()
    {
        var objects = await TestObjects.CreateAsync();

        var pod = await PodAsync(objects, "{}");

        pod.Text("spec", "serviceAccountName").ShouldBe("default");
        pod.At("spec", "containers")![0].Items("volumeMounts").Single().Text("mountPath").ShouldBe("/var/run/secrets/kubernetes.io/serviceaccount");
        pod.Items("spec", "volumes").Single().Text("name")!.ShouldMatch("^kube-api-access-[a-z0-9]{5}$");
    }

    [Theory]
    [InlineData("""{"automountServiceAccountToken":false}""", null)]
    [InlineData("{}", false)]
    public async Task Create_TokenNotWanted_MountsNone(string spec, bool? ofAccount)
    {
        var objects = await TestObjects.CreateAsync();
        await objects.UpdateAsync(ResourceTypes.ServiceAccounts, "team-a", "default", status: false, a =>
        {
            a["automountServiceAccountToken"] = ofAccount;
            return ofAccount is not null;
        }, Ct);

        (await PodAsync(objects, spec)).Items("spec", "volumes").ShouldBeEmpty();
    }

    private static async Task<JsonObject> PodAsync(Objects objects, string spec)
    {
        var pod = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "p", ["namespace"] = "team-a" }, ["spec"] = JsonNode.Parse(spec) };
        pod["spec"]!["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "i" });
        return await objects.CreateAsync(ResourceTypes.Pods, pod, Ct);
    }
}
