using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Http;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Selecting;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Api;

public sealed class ListReaderTests
{
    private static readonly ResourceType Type = ResourceTypes.ConfigMaps;

    [Fact]
    public async Task Continue_AfterCompaction_IsGoneAndOffersAnInconsistentRest()
    {
        await using var store = await StoreAsync();
        var lists = new ListReader(store);
        var first = lists.Read(Type, Options() with { Limit = 2 });
        await store.WriteAsync(tx => tx.Put(Type, Named("c1")), CancellationToken.None);
        store.Compact();

        var gone = Should.Throw<ApiException>(() => lists.Read(Type, Options() with { Limit = 2, Continue = first.Continue! }));
        var rest = lists.Read(Type, Options() with { Continue = (string)gone.ListMetadata!["continue"]! });

        gone.Code.ShouldBe(410);
        rest.Items.Select(i => i.Name).ShouldBe(["c3", "c4", "c5"]);
    }

    [Fact]
    public async Task Exact_OldVersion_ShowsWhatWasThere()
    {
        await using var store = await StoreAsync();

        new ListReader(store).Read(Type, Options() with { ResourceVersion = 3, VersionMatch = "Exact" }).Items.Select(i => i.Name).ShouldBe(["c1", "c2"]);
    }

    [Fact]
    public async Task NotOlderThan_VersionToCome_TimesOut()
    {
        await using var store = await StoreAsync();

        var refusal = Should.Throw<ApiException>(() => new ListReader(store).Read(Type, Options() with { ResourceVersion = 99, VersionMatch = "NotOlderThan" }));

        refusal.Code.ShouldBe(504);
        refusal.Message.ShouldBe("Timeout: Too large resource version: 99, current: 6");
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("e30")]
    [InlineData("eyJ2IjoibWV0YS5rOHMuaW8vdjEiLCJydiI6MCwic3RhcnQiOiJhXHUwMDAwIn0")]
    public async Task Continue_ThatIsNone_IsABadRequest(string token)
    {
        await using var store = await StoreAsync();

        var refusal = Should.Throw<ApiException>(() => new ListReader(store).Read(Type, Options() with { Continue = token }));

        refusal.Message.ShouldStartWith("invalid continue token: ");
    }

    private static ListOptions Options() => new() { Selection = new Selection(null, LabelSelector.Parse(""), FieldSelector.Parse("", KindTable.Of(Type))) };

    private static async Task<ObjectStore> StoreAsync()
    {
        var store = ObjectStore.InMemory();
        for (var i = 1; i <= 5; i++)
        {
            await store.WriteAsync(tx => tx.Put(Type, Named($"c{i}")), CancellationToken.None);
        }
        return store;
    }

    private static JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" } };
}
