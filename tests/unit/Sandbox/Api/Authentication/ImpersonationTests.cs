using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Authentication;
using Portal.Sandbox.Api.Authorization.Rbac;
using Portal.Sandbox.Api.Http;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Api.Authentication;

public sealed class ImpersonationTests : IAsyncDisposable
{
    private static readonly Caller Bob = new("bob", "", ["devs", Caller.AuthenticatedGroup]);
    private static readonly Caller Root = new("root", "", [Caller.MastersGroup, Caller.AuthenticatedGroup]);
    private readonly ObjectStore _store = ObjectStore.InMemory();

    [Fact]
    public void Apply_WithoutHeaders_IsTheCaller() => As(Bob).ShouldBe(Bob);

    [Fact]
    public void Apply_ByAMaster_IsWhoeverIsNamed()
    {
        var caller = As(Root, ("Impersonate-User", "carol"), ("Impersonate-Group", "devs"), ("Impersonate-Group", "ops"), ("Impersonate-Uid", "u1"), ("Impersonate-Extra-Example.com%2freason", "golden"));

        (caller.Name, caller.Uid).ShouldBe(("carol", "u1"));
        caller.Groups.ShouldBe(["devs", "ops", "system:authenticated"]);
        caller.Extra["example.com/reason"].ShouldBe(["golden"]);
    }

    [Theory]
    [InlineData("system:serviceaccount:golden:sa", "system:serviceaccounts", "system:serviceaccounts:golden", "system:authenticated")]
    [InlineData("system:anonymous", "system:unauthenticated")]
    [InlineData("system:node:n1", "system:nodes", "system:authenticated")]
    public void Apply_NameWithGroupsOfItsOwn_HasThem(string user, params string[] groups) => As(Root, ("Impersonate-User", user)).Groups.ShouldBe(groups);

    [Fact]
    public void Apply_WithoutTheRight_TellsTheFirstModesRefusal() =>
        Refusal(Bob, ("Impersonate-User", "carol")).ShouldBe(
            "pods is forbidden: User \"bob\" cannot impersonate-on:user-info:list resource \"pods\" in API group \"\" in the namespace \"golden\"");

    [Theory]
    [InlineData("user-info", "carol", "users.authentication.k8s.io \"carol\" is forbidden: User \"bob\" cannot impersonate:user-info resource \"users\" in API group \"authentication.k8s.io\" at the cluster scope")]
    [InlineData("serviceaccount", "system:serviceaccount:golden:sa", "serviceaccounts.authentication.k8s.io \"sa\" is forbidden: User \"bob\" cannot impersonate:serviceaccount resource \"serviceaccounts\" in API group \"authentication.k8s.io\" in the namespace \"golden\"")]
    [InlineData("arbitrary-node", "system:node:n1", "nodes.authentication.k8s.io \"n1\" is forbidden: User \"bob\" cannot impersonate:arbitrary-node resource \"nodes\" in API group \"authentication.k8s.io\" at the cluster scope")]
    public async Task Apply_ConstrainedMode_NeedsBothRights(string mode, string user, string missing)
    {
        await GrantAsync("on", $$"""{"verbs":["impersonate-on:{{mode}}:list"],"apiGroups":[""],"resources":["pods"]}""");
        Refusal(Bob, ("Impersonate-User", user)).ShouldBe(missing);

        await GrantAsync("who", $$"""{"verbs":["impersonate:{{mode}}"],"apiGroups":["authentication.k8s.io"],"resources":["users","serviceaccounts","nodes"]}""");
        As(Bob, ("Impersonate-User", user)).Name.ShouldBe(user);
    }

    [Fact]
    public async Task Apply_LegacyRight_NeedsNoOther()
    {
        await GrantAsync("old", """{"verbs":["impersonate"],"apiGroups":[""],"resources":["users"],"resourceNames":["carol"]}""");

        As(Bob, ("Impersonate-User", "carol")).Name.ShouldBe("carol");
        Refusal(Bob, ("Impersonate-User", "dave")).ShouldStartWith("pods is forbidden: User \"bob\" cannot impersonate-on:user-info:list");
        Refusal(Bob, ("Impersonate-User", "carol"), ("Impersonate-Group", "system:masters")).ShouldStartWith("groups.authentication.k8s.io \"system:masters\" is forbidden");
    }

    [Theory]
    [InlineData("Impersonate-Group", "devs", "requested &user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string{\"devs\"}, Extra:map[string][]string(nil)} without impersonating a user name")]
    [InlineData("Impersonate-Uid", "7", "requested &user.DefaultInfo{Name:\"\", UID:\"7\", Groups:[]string(nil), Extra:map[string][]string(nil)} without impersonating a user name")]
    [InlineData("Impersonate-Extra-A", "b", "requested &user.DefaultInfo{Name:\"\", UID:\"\", Groups:[]string(nil), Extra:map[string][]string{\"a\":[]string{\"b\"}}} without impersonating a user name")]
    public void Apply_WithoutAUser_IsABadRequest(string header, string value, string why) => Refusal(Root, (header, value)).ShouldBe(why);

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    private Caller As(Caller caller, params (string Name, string Value)[] headers)
    {
        var all = new HeaderDictionary();
        foreach (var (name, value) in headers)
        {
            all.Append(name, value);
        }
        return new Impersonation(new RbacAuthorizer(_store)).Apply(caller, RequestInfo.Parse("GET", "/api/v1/namespaces/golden/pods", watch: false), all);
    }

    private string Refusal(Caller caller, params (string Name, string Value)[] headers) => Should.Throw<ApiException>(() => As(caller, headers)).Message;

    private async Task GrantAsync(string name, string rule)
    {
        await PutAsync(ResourceTypes.ClusterRoles, new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["rules"] = new JsonArray(JsonNode.Parse(rule)) });
        await PutAsync(ResourceTypes.ClusterRoleBindings, new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["roleRef"] = new JsonObject { ["kind"] = "ClusterRole", ["name"] = name },
            ["subjects"] = new JsonArray(new JsonObject { ["kind"] = "User", ["name"] = "bob" }),
        });
    }

    private Task PutAsync(ResourceType type, JsonObject obj) => _store.WriteAsync(tx => tx.Put(type, obj), CancellationToken.None);
}
