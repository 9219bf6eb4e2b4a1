using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Authentication;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Api.Authentication;

public sealed class ServiceAccountTokensTests
{
    private static readonly byte[] Key = new byte[32];

    [Fact]
    public async Task ServiceAccountToken_OfAPod_IsGoodWhileThePodExists()
    {
        await using var store = ObjectStore.InMemory();
        var tokens = new ServiceAccountTokens(Key, store, TimeProvider.System);
        var pod = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "p", ["namespace"] = "team-a", ["uid"] = "u-1" } };
        await store.WriteAsync(tx => tx.Put(ResourceTypes.Pods, pod), CancellationToken.None);
        var token = tokens.Issue("team-a", "spark", "u-1");

        var caller = tokens.Read(token);
        await store.WriteAsync(tx => tx.Remove(ResourceTypes.Pods, pod), CancellationToken.None);

        caller!.Name.ShouldBe("system:serviceaccount:team-a:spark");
        caller.Groups.ShouldContain("system:serviceaccounts:team-a");
        tokens.Read(token).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("...")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.")]
    [InlineData("not a token at all")]
    public async Task ServiceAccountToken_Forged_IsNobody(string token)
    {
        await using var store = ObjectStore.InMemory();
        new ServiceAccountTokens(Key, store, TimeProvider.System).Read(token).ShouldBeNull();
    }
}
