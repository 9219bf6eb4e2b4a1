using System.Net;
using System.Text.Json.Nodes;

namespace Portal.UnitTests.Sandbox.Api;

/// <summary>Who may do what, asked of the running API.</summary>
[Collection(SharedSandboxCollection.Name)]
public sealed class AccessTests(SharedSandbox shared)
{
    [Theory]
    [InlineData("analyst", "/api/v1/namespaces/team-a/pods", HttpStatusCode.OK)]
    [InlineData("analyst", "/api/v1/namespaces/team-a/secrets", HttpStatusCode.OK)]
    [InlineData("analyst", "/api/v1/namespaces/team-b/pods", HttpStatusCode.Forbidden)]
    [InlineData("analyst", "/api/v1/pods", HttpStatusCode.Forbidden)]
    [InlineData("analyst", "/api/v1/nodes", HttpStatusCode.Forbidden)]
    [InlineData("viewer", "/api/v1/namespaces/team-a/pods", HttpStatusCode.OK)]
    [InlineData("viewer", "/api/v1/namespaces/team-a/secrets", HttpStatusCode.Forbidden)]
    [InlineData("admin", "/api/v1/secrets", HttpStatusCode.OK)]
    [InlineData("portal", "/api/v1/pods", HttpStatusCode.OK)]
    [InlineData("portal", "/api/v1/namespaces/team-b/secrets", HttpStatusCode.Forbidden)]
    public async Task Get_AsPerson_FollowsTheRules(string user, string path, HttpStatusCode expected)
    {
        using var client = shared.Sandbox.Client(user);

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        answer.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Create_AsViewer_IsForbiddenInKubernetesWords()
    {
        using var client = shared.Sandbox.Client("viewer");

        using var answer = await client.PostAsync(new Uri("/api/v1/namespaces/team-a/configmaps", UriKind.Relative), SandboxProcess.Json(new JsonObject()));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        ((string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["message"])
            .ShouldBe("configmaps is forbidden: User \"viewer\" cannot create resource \"configmaps\" in API group \"\" in the namespace \"team-a\"");
    }

    [Fact]
    public async Task Token_OfNobody_IsUnauthorized()
    {
        using var client = shared.Sandbox.Client("");
        client.DefaultRequestHeaders.Authorization = new("Bearer", "not-a-token");

        using var answer = await client.GetAsync(new Uri("/api/v1/namespaces", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/api/v1/namespaces", "namespaces is forbidden: User \"system:anonymous\" cannot list resource \"namespaces\" in API group \"\" at the cluster scope")]
    [InlineData("/metrics", "forbidden: User \"system:anonymous\" cannot get path \"/metrics\"")]
    public async Task Get_WithoutAToken_IsForbiddenToTheAnonymousUser(string path, string message)
    {
        using var client = shared.Sandbox.Client("");
        client.DefaultRequestHeaders.Authorization = new("Basic", "YTpi");

        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        ((string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["message"]).ShouldBe(message);
    }

    [Fact]
    public async Task Impersonation_ByThePortal_ActsAsThePerson()
    {
        using var client = shared.Sandbox.Client("portal");
        client.DefaultRequestHeaders.Add("Impersonate-User", "carol");
        client.DefaultRequestHeaders.Add("Impersonate-Group", "workspace:team-a:view");

        using var pods = await client.GetAsync(new Uri("/api/v1/namespaces/team-a/pods", UriKind.Relative));
        using var secrets = await client.GetAsync(new Uri("/api/v1/namespaces/team-a/secrets", UriKind.Relative));

        pods.StatusCode.ShouldBe(HttpStatusCode.OK);
        ((string?)JsonNode.Parse(await secrets.Content.ReadAsStringAsync())!["message"])
            .ShouldBe("secrets is forbidden: User \"carol\" cannot list resource \"secrets\" in API group \"\" in the namespace \"team-a\"");
    }

    [Fact]
    public async Task Impersonation_ByAPerson_IsForbidden()
    {
        using var client = shared.Sandbox.Client("analyst");
        client.DefaultRequestHeaders.Add("Impersonate-User", "admin");

        using var answer = await client.GetAsync(new Uri("/api/v1/namespaces/team-a/pods", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task TokenReview_OfAPersonsToken_NamesThem()
    {
        using var client = shared.Sandbox.Client("portal");
        var review = new JsonObject { ["spec"] = new JsonObject { ["token"] = shared.Sandbox.Token("viewer") } };

        using var answer = await client.PostAsync(new Uri("/apis/authentication.k8s.io/v1/tokenreviews", UriKind.Relative), SandboxProcess.Json(review));

        var status = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]!;
        ((bool?)status["authenticated"]).ShouldBe(true);
        ((string?)status["user"]!["username"]).ShouldBe("viewer");
    }

    [Theory]
    [InlineData("create", true)]
    [InlineData("watch", true)]
    [InlineData("escalate", false)]
    public async Task SelfSubjectAccessReview_AsAnalyst_AnswersByTheRules(string verb, bool allowed)
    {
        using var client = shared.Sandbox.Client("analyst");
        var attributes = new JsonObject { ["namespace"] = "team-a", ["verb"] = verb, ["group"] = "sparkoperator.k8s.io", ["resource"] = "sparkapplications" };

        using var answer = await client.PostAsync(
            new Uri("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", UriKind.Relative),
            SandboxProcess.Json(new JsonObject { ["spec"] = new JsonObject { ["resourceAttributes"] = attributes } }));

        ((bool?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["status"]!["allowed"]).ShouldBe(allowed);
    }
}
