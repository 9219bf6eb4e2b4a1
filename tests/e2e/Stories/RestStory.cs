using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Portal.E2E.Support;

namespace Portal.E2E.Stories;

/// <summary>The main job over the REST API alone.</summary>
public sealed class RestStory(PortalInstance portal)
{
    private const string Jobs = "/api/v1/workspaces/team-a/jobs";

    [Fact]
    public async Task Job_SubmittedFollowedAndRunAgain_IsInHistory()
    {
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job("rest-story", "import time\nfor i in range(5):\n    print('line', i, flush=True)\n    time.sleep(0.1)\n"));
        var log = await api.GetStringAsync($"{Jobs}/rest-story/log?follow=true");
        var run = await api.WaitForAsync("rest-story", 60, "Succeeded");

        using var again = await api.PostAsync(new Uri($"{Jobs}/rest-story/rerun", UriKind.Relative), null);
        var child = JsonNode.Parse(await again.Content.ReadAsStringAsync())!;
        var history = await api.GetFromJsonAsync<JsonObject>("/api/v1/workspaces/team-a/runs?text=rest-story");

        log.ShouldContain("line 0");
        log.ShouldContain("line 4");
        run["exitCode"]!.GetValue<int>().ShouldBe(0);
        again.StatusCode.ShouldBe(HttpStatusCode.Created);
        child["parentRun"]!.GetValue<string>().ShouldBe("rest-story");
        history!["runs"]!.AsArray().Select(r => r!["name"]!.GetValue<string>()).ShouldBe([child["name"]!.GetValue<string>(), "rest-story"]);
    }

    [Fact]
    public async Task Submission_Retried_CreatesOneJob()
    {
        using var api = portal.Api("analyst");
        var job = RestApi.Job("rest-once", "print(1)\n");

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => api.PostAsJsonAsync(Jobs, job)));
        using var other = await api.PostAsJsonAsync(Jobs, RestApi.Job("rest-once", "print(2)\n"));

        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(7);
        other.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        other.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Theory]
    [InlineData("Bad_Name", "print(1)", 1, "name")]
    [InlineData("no-executors", "print(1)", 0, "executors")]
    [InlineData("empty-script", "", 1, "script")]
    public async Task Submission_Bad_IsRefusedWithTheField(string name, string script, int executors, string field)
    {
        using var api = portal.Api("analyst");

        using var answer = await api.PostAsJsonAsync(Jobs, RestApi.Job(name, script, executors));
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        problem["errors"]!.AsObject().ShouldContain(e => e.Key.StartsWith(field, StringComparison.Ordinal), problem.ToJsonString());
    }

    [Fact]
    public async Task Viewer_MayReadButNotSubmit()
    {
        using var viewer = portal.Api("viewer");

        using var submit = await viewer.PostAsJsonAsync(Jobs, RestApi.Job("by-viewer", "print(1)\n"));
        using var read = await viewer.GetAsync(new Uri(Jobs, UriKind.Relative));
        using var foreign = await viewer.GetAsync(new Uri("/api/v1/workspaces/team-b/jobs", UriKind.Relative));

        submit.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await submit.Content.ReadAsStringAsync()).ShouldContain("viewer");
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        foreign.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Job_Cancelled_SaysByWhom()
    {
        using var api = portal.Api("analyst");
        await api.SubmitAsync(RestApi.Job("rest-cancel", "import time\nprint('up', flush=True)\ntime.sleep(600)\n"));
        await Until.TrueAsync(async () => await HasLogAsync(api, "rest-cancel", "up"), "the job has written to its log");

        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => api.DeleteAsync(new Uri($"{Jobs}/rest-cancel", UriKind.Relative))));
        var run = await api.WaitForAsync("rest-cancel", 60, "Cancelled");

        answers.ShouldAllBe(a => a.IsSuccessStatusCode);
        run["cancelledBy"]!.GetValue<string>().ShouldBe("analyst");
        (await api.GetStringAsync($"{Jobs}/rest-cancel/log")).ShouldContain("up");
    }

    [Fact]
    public async Task OpenApi_DescribesTheRoutes()
    {
        using var client = new HttpClient { BaseAddress = new Uri(portal.BaseUrl) };

        var document = await client.GetFromJsonAsync<JsonObject>("/openapi/v1.json");

        document!["paths"]!.AsObject().Select(p => p.Key).ShouldContain("/api/v1/workspaces/{ws}/jobs/{name}/rerun");
    }

    private static async Task<bool> HasLogAsync(HttpClient api, string name, string text)
    {
        using var answer = await api.GetAsync(new Uri($"{Jobs}/{name}/log", UriKind.Relative));
        return answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync()).Contains(text, StringComparison.Ordinal);
    }
}
