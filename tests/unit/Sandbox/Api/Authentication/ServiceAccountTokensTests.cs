using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Authentication;
using Portal.Sandbox.Store;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Api.Authentication;

public sealed class ServiceAccountTokensTests : IAsyncDisposable
{
    private static readonly byte[] Key = new byte[32];
    private readonly ManualClock _clock = new();
    private readonly ObjectStore _store;
    private readonly ServiceAccountTokens _tokens;

    public ServiceAccountTokensTests()
    {
        _store = ObjectStore.InMemory(_clock);
        _tokens = new ServiceAccountTokens(Key, _store, _clock);
    }

    [Fact]
    public async Task Issue_ForAPod_IsGoodWhileThePodExists()
    {
        await PutAsync(ResourceTypes.ServiceAccounts, "spark", "s-1");
        var pod = await PutAsync(ResourceTypes.Pods, "p", "u-1");
        var token = _tokens.Issue("team-a", "spark", "p", "u-1");

        var caller = _tokens.Read(token);
        await _store.WriteAsync(tx => tx.Remove(ResourceTypes.Pods, pod), CancellationToken.None);

        caller!.Name.ShouldBe("system:serviceaccount:team-a:spark");
        caller.Groups.ShouldContain("system:serviceaccounts:team-a");
        _tokens.Read(token).ShouldBeNull();
    }

    [Fact]
    public async Task Read_ServiceAccountMadeAnew_IsNobody()
    {
        await PutAsync(ResourceTypes.ServiceAccounts, "spark", "s-1");
        var token = Ask();
        _tokens.Read(token)!.Uid.ShouldBe("s-1");

        await PutAsync(ResourceTypes.ServiceAccounts, "spark", "s-2");

        _tokens.Read(token).ShouldBeNull();
    }

    [Fact]
    public async Task Read_AfterItsTime_IsNobody()
    {
        await PutAsync(ResourceTypes.ServiceAccounts, "spark", "s-1");
        var token = Ask(600);

        _clock.Advance(TimeSpan.FromSeconds(599));
        _tokens.Read(token).ShouldNotBeNull();
        _clock.Advance(TimeSpan.FromSeconds(2));
        _tokens.Read(token).ShouldBeNull();
    }

    [Fact]
    public async Task Read_ForAnotherAudience_IsNobody()
    {
        await PutAsync(ResourceTypes.ServiceAccounts, "spark", "s-1");
        var request = new JsonObject { ["spec"] = new JsonObject { ["audiences"] = new JsonArray("vault") } };
        new TokenRequests(_store, _tokens, _clock).Answer(request, "team-a", "spark");

        _tokens.Read((string)request["status"]!["token"]!).ShouldBeNull();
    }

    [Theory]
    [InlineData(599, "may not specify a duration less than 10 minutes")]
    [InlineData(4294967297, "may not specify a duration larger than 2^32 seconds")]
    public async Task Answer_ImpossibleTime_IsRefusedInKubernetesWords(long seconds, string why)
    {
        await PutAsync(ResourceTypes.ServiceAccounts, "spark", "s-1");

        Should.Throw<ApiException>(() => Ask(seconds)).Message
            .ShouldBe($"TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: {seconds}: {why}");
    }

    [Fact]
    public async Task Answer_BoundToAPodOfAnotherAccount_IsRefused()
    {
        await PutAsync(ResourceTypes.ServiceAccounts, "spark", "s-1");
        await PutAsync(ResourceTypes.Pods, "p", "u-1");
        var request = new JsonObject { ["spec"] = new JsonObject { ["boundObjectRef"] = new JsonObject { ["kind"] = "Pod", ["apiVersion"] = "v1", ["name"] = "p" } } };

        Should.Throw<ApiException>(() => new TokenRequests(_store, _tokens, _clock).Answer(request, "team-a", "spark")).Code.ShouldBe(400);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a.b.c")]
    [InlineData("...")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.")]
    [InlineData("not a token at all")]
    public void Read_Forged_IsNobody(string token) => _tokens.Read(token).ShouldBeNull();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private string Ask(long seconds = 3600)
    {
        var request = new JsonObject { ["spec"] = new JsonObject { ["expirationSeconds"] = seconds } };
        new TokenRequests(_store, _tokens, _clock).Answer(request, "team-a", "spark");
        return (string)request["status"]!["token"]!;
    }

    private async Task<JsonObject> PutAsync(ResourceType type, string name, string uid)
    {
        var obj = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "team-a", ["uid"] = uid } };
        await _store.WriteAsync(tx => tx.Put(type, obj), CancellationToken.None);
        return obj;
    }
}
