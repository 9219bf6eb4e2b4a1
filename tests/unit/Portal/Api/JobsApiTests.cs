using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.UnitTests.Fakes;

namespace Portal.UnitTests.Api;

public sealed class JobsApiTests : IAsyncLifetime
{
    private const string Jobs = "/api/v1/workspaces/team-a/jobs";

    private TestPortal _portal = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await TestPortal.StartAsync();
        _client = _portal.Client("analyst-token");
    }

    public async ValueTask DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    public async Task Submit_NewName_CreatesTheRunAndSaysWhereItIs()
    {
        var answer = await _client.PostAsJsonAsync(Jobs, new { name = "pi", mainFile = "local:///pi.py", driver = new { cores = 2, memory = "2g" }, executor = new { cores = 1, memory = "1g", instances = 3 } });

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        answer.Headers.Location!.ToString().ShouldBe($"{Jobs}/pi");
        var run = await JsonAsync(answer);
        run["name"]!.GetValue<string>().ShouldBe("pi");
        run["job"]!.GetValue<string>().ShouldBe("pi");
        run["state"]!.GetValue<string>().ShouldBe("Waiting");
        run["submittedAt"]!.GetValue<string>().ShouldBe("2026-11-21T10:41:31+00:00");
        run["definition"]!["executors"]!.GetValue<int>().ShouldBe(3);
        run["links"]!["log"]!.GetValue<string>().ShouldBe($"{Jobs}/pi/log");
        _portal.Jobs.LastCaller.ShouldBe(new Caller("analyst", ["team-a-editors"]));
    }

    [Fact]
    public async Task Submit_SameRequestAgain_AnswersWithTheSameRun()
    {
        var body = new { name = "pi", mainFile = "local:///pi.py" };
        await _client.PostAsJsonAsync(Jobs, body);

        var again = await _client.PostAsJsonAsync(Jobs, body);

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await JsonAsync(again))["name"]!.GetValue<string>().ShouldBe("pi");
    }

    [Fact]
    public async Task Submit_OtherContentUnderTheName_IsAConflictInKubernetesWords()
    {
        await _client.PostAsJsonAsync(Jobs, new { name = "pi", mainFile = "local:///pi.py" });

        var other = await _client.PostAsJsonAsync(Jobs, new { name = "pi", mainFile = "local:///other.py" });

        await ShouldBeProblemAsync(other, HttpStatusCode.Conflict, "NameTaken", "sparkapplications.sparkoperator.k8s.io \"pi\" already exists");
    }

    [Fact]
    public async Task Submit_SameIdempotencyKey_IsTheSameRunEvenWithoutAName()
    {
        _client.DefaultRequestHeaders.Add("Idempotency-Key", "k1");
        var body = new { job = "pi", mainFile = "local:///pi.py" };

        var first = await JsonAsync(await _client.PostAsJsonAsync(Jobs, body));
        var second = await _client.PostAsJsonAsync(Jobs, body);

        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await JsonAsync(second))["name"]!.GetValue<string>().ShouldBe(first["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Submit_NoNameAndNoKey_IsANewRunEveryTime()
    {
        var body = new { job = "pi", mainFile = "local:///pi.py" };

        (await _client.PostAsJsonAsync(Jobs, body)).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await _client.PostAsJsonAsync(Jobs, body)).StatusCode.ShouldBe(HttpStatusCode.Created);
    }

    [Theory]
    [InlineData("""{"name":"pi","script":"print(1)"}""", "main.py")]
    [InlineData("""{"name":"pi","script":{"name":"pi.py","content":"print(1)"}}""", "pi.py")]
    public async Task Submit_Script_IsTakenAsTextOrAsFile(string body, string name)
    {
        var run = await JsonAsync(await PostAsync(body));

        run["definition"]!["script"]!["name"]!.GetValue<string>().ShouldBe(name);
        run["definition"]!["script"]!["content"]!.GetValue<string>().ShouldBe("print(1)");
    }

    [Fact]
    public async Task Submit_JobWithProblems_NamesTheFields()
    {
        _portal.Jobs.Problems = [new JobProblem("MainFile", "MainFileMissing", "Give a main file or a script."), new JobProblem("Driver.Memory", "MemoryInvalid", "Write 512m or 2g.")];

        var answer = await PostAsync("""{"name":"pi"}""");

        var problem = await ShouldBeProblemAsync(answer, HttpStatusCode.UnprocessableEntity, "JobInvalid", "Give a main file or a script. Write 512m or 2g.");
        problem["errors"]!["mainFile"]![0]!.GetValue<string>().ShouldBe("Give a main file or a script.");
        problem["errors"]!["driver.memory"]![0]!.GetValue<string>().ShouldBe("Write 512m or 2g.");
    }

    [Fact]
    public async Task Submit_ExecutorsGivenTwice_IsRefused()
    {
        var answer = await PostAsync("""{"name":"pi","mainFile":"local:///pi.py","executors":2,"executor":{"instances":3}}""");

        (await ShouldBeProblemAsync(answer, HttpStatusCode.UnprocessableEntity, "JobInvalid"))["errors"]!["executors"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Submit_BrokenJson_SaysWhere()
    {
        var answer = await PostAsync("{\n  \"name\": pi }");

        var problem = await ShouldBeProblemAsync(answer, HttpStatusCode.BadRequest, "JsonInvalid");
        problem["line"]!.GetValue<long>().ShouldBe(2);
        problem["position"]!.GetValue<long>().ShouldBe(11);
    }

    [Theory]
    [InlineData("""{"name":"pi","sparkconf2":{}}""", "sparkconf2")]
    [InlineData("""{"name":"pi","arguments":[1000]}""", "$.arguments[0]")]
    public async Task Submit_WhatIsNotAJob_NamesTheProperty(string body, string named)
    {
        var problem = await ShouldBeProblemAsync(await PostAsync(body), HttpStatusCode.BadRequest, "JsonInvalid");

        problem.ToJsonString().ShouldContain(named);
    }

    [Fact]
    public async Task Submit_MoreThanThreeMegabytes_IsTooLarge()
    {
        var answer = await PostAsync($$"""{"name":"pi","script":"{{new string('x', 3 * 1024 * 1024)}}"}""");

        await ShouldBeProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge, "TooLarge");
    }

    [Fact]
    public async Task Submit_NotJson_IsUnsupported()
    {
        var answer = await _client.PostAsync(Jobs, new StringContent("name: pi", Encoding.UTF8, "application/yaml"));

        await ShouldBeProblemAsync(answer, HttpStatusCode.UnsupportedMediaType, "NotJson");
    }

    [Fact]
    public async Task Address_ThatIsNone_IsAProblemToo() => await ShouldBeProblemAsync(await _client.GetAsync("/api/v1/nothing"), HttpStatusCode.NotFound, "NoSuchAddress");

    [Fact]
    public async Task Get_UnknownName_IsNotFound() =>
        await ShouldBeProblemAsync(await _client.GetAsync($"{Jobs}/nobody"), HttpStatusCode.NotFound, "RunNotFound", "There is no run 'nobody' in workspace 'team-a'.");

    [Fact]
    public async Task Manifest_OfARun_IsGivenAsItIs()
    {
        _portal.Jobs.Add("pi");

        (await _client.GetStringAsync($"{Jobs}/pi/manifest")).ShouldBe("""{"kind":"SparkApplication"}""");
    }

    [Fact]
    public async Task Cancel_Twice_AnswersWithWhoWasFirst()
    {
        _portal.Jobs.Add("pi");
        (await _client.DeleteAsync($"{Jobs}/pi")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var second = await JsonAsync(await _portal.Client("viewer-token").DeleteAsync($"{Jobs}/pi"));

        second["state"]!.GetValue<string>().ShouldBe("Cancelled");
        second["cancelledBy"]!.GetValue<string>().ShouldBe("analyst");
    }

    [Fact]
    public async Task Rerun_WithoutBody_RepeatsTheDefinitionAndLinksToTheParent()
    {
        _portal.Jobs.Add("pi-1", JobState.Failed, Definition());

        var answer = await _client.PostAsync($"{Jobs}/pi-1/rerun", null);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        var run = await JsonAsync(answer);
        run["parentRun"]!.GetValue<string>().ShouldBe("pi-1");
        run["job"]!.GetValue<string>().ShouldBe("pi");
        run["name"]!.GetValue<string>().ShouldStartWith("pi-");
        run["definition"]!["sparkConf"]!["spark.task.maxFailures"]!.GetValue<string>().ShouldBe("2");
    }

    [Fact]
    public async Task Rerun_WithChanges_MergesThemIntoTheDefinition()
    {
        _portal.Jobs.Add("pi-1", JobState.Failed, Definition());

        var run = await JsonAsync(await _client.PostAsJsonAsync($"{Jobs}/pi-1/rerun", new
        {
            name = "pi-again",
            executor = new { instances = 5 },
            sparkConf = new Dictionary<string, string?> { ["spark.task.maxFailures"] = null, ["spark.eventLog.enabled"] = "true" },
            script = "print(2)",
        }));

        run["name"]!.GetValue<string>().ShouldBe("pi-again");
        var definition = run["definition"]!;
        definition["executors"]!.GetValue<int>().ShouldBe(5);
        definition["executor"]!["memory"]!.GetValue<string>().ShouldBe("4g");
        definition["sparkConf"]!.ToJsonString().ShouldBe("""{"spark.eventLog.enabled":"true"}""");
        definition["mainFile"].ShouldBeNull();
        definition["script"]!["content"]!.GetValue<string>().ShouldBe("print(2)");
    }

    [Fact]
    public async Task Rerun_OfWhatIsNoJob_SaysWhy()
    {
        _portal.Jobs.Add("foreign", JobState.Succeeded);

        await ShouldBeProblemAsync(await _client.PostAsync($"{Jobs}/foreign/rerun", null), HttpStatusCode.UnprocessableEntity, "NotRepeatable");
    }

    [Fact]
    public async Task Runs_AllFilters_ReachTheQuery()
    {
        var answer = await _client.GetAsync("/api/v1/workspaces/team-a/runs?state=running,Failed&state=Waiting&job=pi&user=analyst&name=da&since=2026-11-01T00:00:00Z&until=2026-12-01T00:00:00%2B01:00&limit=7&after=cursor");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var query = _portal.Jobs.LastQuery!;
        query.States.ShouldBe([JobState.Running, JobState.Failed, JobState.Waiting]);
        query.Jobs.ShouldBe(["pi"]);
        query.SubmittedBy.ShouldBe(["analyst"]);
        query.Text.ShouldBe("da");
        query.Since.ShouldBe(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        query.Until.ShouldBe(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.FromHours(1)));
        query.Limit.ShouldBe(7);
        query.After.ShouldBe("cursor");
    }

    [Theory]
    [InlineData("state=Done", "state is 'Done'")]
    [InlineData("state=1", "state is '1'")]
    [InlineData("limit=0", "limit is 0")]
    [InlineData("limit=501", "limit is 501")]
    [InlineData("since=yesterday", "since")]
    public async Task Runs_UnacceptableFilter_IsABadRequest(string query, string said)
    {
        var problem = await ShouldBeProblemAsync(await _client.GetAsync($"/api/v1/workspaces/team-a/runs?{query}"), HttpStatusCode.BadRequest, "BadRequest");

        problem["detail"]!.GetValue<string>().ShouldContain(said);
    }

    [Fact]
    public async Task Workspaces_OfTheCaller_AreListed()
    {
        var list = await JsonAsync(await _client.GetAsync("/api/v1/workspaces"));

        list["workspaces"]![0]!["name"]!.GetValue<string>().ShouldBe("team-a");
    }

    [Fact]
    public async Task OpenApi_OfVersionOne_DescribesEveryRoute()
    {
        var document = JsonNode.Parse(await _portal.Client().GetStringAsync("/openapi/v1.json"))!;

        var paths = document["paths"]!.AsObject();
        paths.Select(path => path.Key).ShouldBe(
        [
            "/api/v1/workspaces", "/api/v1/samples", "/api/v1/workspaces/{ws}/runs", "/api/v1/workspaces/{ws}/jobs",
            "/api/v1/workspaces/{ws}/jobs/{name}", "/api/v1/workspaces/{ws}/jobs/{name}/manifest",
            "/api/v1/workspaces/{ws}/jobs/{name}/rerun", "/api/v1/workspaces/{ws}/jobs/{name}/log",
        ], ignoreOrder: true);
        paths["/api/v1/workspaces/{ws}/jobs"]!["post"]!["summary"]!.GetValue<string>().ShouldBe("Submits a job.");
        document["components"]!["schemas"]!["JobBody"]!["properties"]!["mainFile"]!["description"]!.GetValue<string>().ShouldContain("local:///");
    }

    private static SparkJob Definition() => new()
    {
        Name = "pi",
        MainFile = "local:///pi.py",
        Executor = new PodSize { Cores = 2, Memory = "4g" },
        Executors = 2,
        SparkConf = new Dictionary<string, string> { ["spark.task.maxFailures"] = "2" },
    };

    private Task<HttpResponseMessage> PostAsync(string json) => _client.PostAsync(Jobs, new StringContent(json, Encoding.UTF8, "application/json"));

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;

    private static async Task<JsonNode> ShouldBeProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code, string? detail = null)
    {
        answer.StatusCode.ShouldBe(status);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        var problem = await JsonAsync(answer);
        problem["status"]!.GetValue<int>().ShouldBe((int)status);
        problem["code"]!.GetValue<string>().ShouldBe(code);
        problem["type"]!.GetValue<string>().ShouldBe($"urn:dataportal:problem:{code}");
        if (detail is not null)
        {
            problem["detail"]!.GetValue<string>().ShouldBe(detail);
        }

        return problem;
    }
}
