using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.UnitTests.Sandbox.Api;

/// <summary>What the API answers over HTTP. The texts are those of recorded answers of a real API server.</summary>
[Collection(SharedSandboxCollection.Name)]
public sealed class ApiContractTests(SharedSandbox shared)
{
    private readonly HttpClient _client = shared.Sandbox.Client();

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/nosuch", "", 404, "namespaces \"nosuch\" not found")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps/nosuch", "", 404, "configmaps \"nosuch\" not found")]
    [InlineData("POST", "/api/v1/namespaces/nosuch/configmaps", """{"metadata":{"name":"c1"}}""", 404, "namespaces \"nosuch\" not found")]
    [InlineData("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"c9","namespace":"other"}}""", 400, "the namespace of the provided object does not match the namespace sent on the request")]
    [InlineData("PUT", "/api/v1/namespaces/default/configmaps/c1", """{"metadata":{"name":"c2"}}""", 400, "the name of the object (c2) does not match the name on the URL (c1)")]
    [InlineData("PUT", "/api/v1/namespaces/default/configmaps/nosuch2", """{"metadata":{"name":"nosuch2","resourceVersion":"1"}}""", 404, "configmaps \"nosuch2\" not found")]
    [InlineData("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"Bad_Name"}}""", 422, "ConfigMap \"Bad_Name\" is invalid: metadata.name: Invalid value: \"Bad_Name\": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")]
    [InlineData("POST", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"x"},"data":{"a":1}}""", 400, "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string")]
    [InlineData("POST", "/api/v1/namespaces/default/configmaps?dryRun=Some", """{"metadata":{"name":"dry"}}""", 422, "CreateOptions.meta.k8s.io \"\" is invalid: dryRun: Unsupported value: [\"Some\"]: supported values: \"All\"")]
    [InlineData("PUT", "/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"c1"}}""", 405, "the server does not allow this method on the requested resource")]
    [InlineData("GET", "/api/v1/namespaces/default/pods?fieldSelector=spec.bogus%3D1", "", 400, "field label not supported: spec.bogus")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?fieldSelector=foo", "", 400, "invalid selector: 'foo'; can't understand 'foo'")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?labelSelector=a%3D%3D%3Db", "", 400, "unable to parse requirement: found '=', expected: identifier")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?limit=abc", "", 400, "strconv.ParseInt: parsing \"abc\": invalid syntax")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?resourceVersion=abc", "", 400, "invalid resource version: resourceVersion: Invalid value: \"abc\": strconv.ParseUint: parsing \"abc\": invalid syntax")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?watch=true&sendInitialEvents=true", "", 422, "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan")]
    [InlineData("GET", "/api/v1/namespaces/default/configmaps?watch=true&fieldSelector=data.a%3D1", "", 400, "\"data.a\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    [InlineData("GET", "/api/v1/namespaces/default/pods/nosuch/log", "", 404, "pods \"nosuch\" not found")]
    [InlineData("POST", "/api/v1/namespaces/default/pods", """{"metadata":{"name":"bad"},"spec":{}}""", 422, "Pod \"bad\" is invalid: spec.containers: Required value")]
    [InlineData("DELETE", "/api/v1/namespaces/default/configmaps/x?propagationPolicy=Sideways", "", 422, "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: Unsupported value: \"Sideways\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\"")]
    public async Task Request_ThatIsWrong_IsRefusedInKubernetesWords(string method, string path, string body, int code, string message)
    {
        var status = await SendAsync(method, path, body, (HttpStatusCode)code);

        ((string?)status["message"]).ShouldBe(message);
        ((string?)status["kind"]).ShouldBe("Status");
        ((int?)status["code"]).ShouldBe(code);
    }

    [Fact]
    public async Task Create_PodWithManyFaults_NamesEachField()
    {
        var status = await SendAsync("POST", "/api/v1/namespaces/default/pods", """{"metadata":{"name":"bad"},"spec":{"restartPolicy":"Sometimes","containers":[{"name":"A","imagePullPolicy":"x"}]}}""", HttpStatusCode.UnprocessableEntity);

        status["details"]!["causes"]!.AsArray().Select(c => (string?)c!["field"])
            .ShouldBe(["spec.containers[0].name", "spec.containers[0].image", "spec.containers[0].imagePullPolicy", "spec.restartPolicy"]);
    }

    [Fact]
    public async Task Create_BadJson_QuotesWhatWasSent()
    {
        var status = await SendAsync("POST", "/api/v1/namespaces/default/configmaps", """{"apiVersion":"v1","kind":""", HttpStatusCode.BadRequest);

        ((string?)status["message"])!.ShouldStartWith("the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: ");
    }

    [Theory]
    [InlineData("pods", """{"metadata":{"name":7}}""")]
    [InlineData("pods", """{"metadata":"text"}""")]
    [InlineData("pods", """{"metadata":{"name":"a","labels":[]}}""")]
    [InlineData("pods", """{"metadata":{"name":"a","labels":{"a":1}}}""")]
    [InlineData("pods", """{"metadata":{"name":"a","ownerReferences":[1]}}""")]
    [InlineData("pods", """{"metadata":{"name":"a"},"spec":"text"}""")]
    [InlineData("pods", """{"metadata":{"name":"a"},"spec":{"containers":[{"name":"c","image":"i","command":"sh"}]}}""")]
    [InlineData("configmaps", """{"metadata":{"name":"a"},"data":[]}""")]
    [InlineData("configmaps", "[]")]
    public async Task Create_FieldOfAnotherType_IsABadRequest(string resource, string body) =>
        await SendAsync("POST", $"/api/v1/namespaces/default/{resource}", body, HttpStatusCode.BadRequest);

    [Fact]
    public async Task Create_TooLarge_Is413()
    {
        var body = new string('a', (3 * 1024 * 1024) + 1);

        var status = await SendAsync("POST", "/api/v1/namespaces/default/configmaps", body, HttpStatusCode.RequestEntityTooLarge);

        ((string?)status["message"]).ShouldBe("Request entity too large: limit is 3145728");
    }

    [Fact]
    public async Task Create_TooDeep_IsRefused() =>
        await SendAsync("POST", "/api/v1/namespaces/default/configmaps", string.Concat(Enumerable.Repeat("[", 100_000)), HttpStatusCode.BadRequest);

    [Fact]
    public async Task Create_InvalidUtf8_IsRefused()
    {
        using var content = new ByteArrayContent([0x7b, 0xff, 0xfe, 0x7d]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");

        using var answer = await _client.PostAsync(new Uri("/api/v1/namespaces/default/configmaps", UriKind.Relative), content);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Create_ConfigMapOverOneMebibyte_IsRefused()
    {
        var body = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "big" }, ["data"] = new JsonObject { ["a"] = new string('x', (1024 * 1024) + 1) } };

        var status = await SendAsync("POST", "/api/v1/namespaces/default/configmaps", body.ToJsonString(), HttpStatusCode.UnprocessableEntity);

        ((string?)status["message"])!.ShouldContain("Too long: may not be more than 1048576 bytes");
    }

    [Fact]
    public async Task Create_Yaml_IsUnderstood()
    {
        using var content = new StringContent("metadata:\n  name: from-yaml\ndata:\n  n: \"1\"\n", Encoding.UTF8, "application/yaml");

        using var answer = await _client.PostAsync(new Uri("/api/v1/namespaces/default/configmaps", UriKind.Relative), content);

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        ((string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["data"]!["n"]).ShouldBe("1");
    }

    [Fact]
    public async Task Update_StaleVersion_Conflicts()
    {
        var ns = await NamespaceAsync();
        var created = await SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"c"},"data":{"a":"1"}}""", HttpStatusCode.Created);
        created["data"]!["a"] = "2";
        await SendAsync("PUT", $"/api/v1/namespaces/{ns}/configmaps/c", created.ToJsonString(), HttpStatusCode.OK);
        created["data"]!["a"] = "3";

        var status = await SendAsync("PUT", $"/api/v1/namespaces/{ns}/configmaps/c", created.ToJsonString(), HttpStatusCode.Conflict);

        ((string?)status["message"]).ShouldBe("Operation cannot be fulfilled on configmaps \"c\": the object has been modified; please apply your changes to the latest version and try again");
    }

    [Fact]
    public async Task Delete_OtherUid_Conflicts()
    {
        var ns = await NamespaceAsync();
        await SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"c"}}""", HttpStatusCode.Created);

        var status = await SendAsync("DELETE", $"/api/v1/namespaces/{ns}/configmaps/c", """{"preconditions":{"uid":"00000000-0000-0000-0000-000000000000"}}""", HttpStatusCode.Conflict);

        ((string?)status["message"])!.ShouldStartWith("Operation cannot be fulfilled on ConfigMap \"c\": the UID in the precondition (00000000-0000-0000-0000-000000000000) does not match the UID in record (");
    }

    [Fact]
    public async Task DryRun_Create_StoresNothing()
    {
        var ns = await NamespaceAsync();

        await SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps?dryRun=All", """{"metadata":{"name":"dry"}}""", HttpStatusCode.Created);

        await SendAsync("GET", $"/api/v1/namespaces/{ns}/configmaps/dry", "", HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"spec":{"nodeSelector":{"a":"b"}}}""", "node selector cannot be defined at both SparkApplication and Driver/Executor")]
    [InlineData("""{"spec":{"sparkConf":{"spark.master":"local"}}}""", "sparkConf key \"spark.master\" is not allowed: this value is managed by the operator")]
    [InlineData("""{"metadata":{"name":"1pi"}}""", "invalid SparkApplication name \"1pi\"")]
    public async Task Create_SparkApplicationThatTheOperatorDenies_IsForbidden(string change, string why)
    {
        var app = JsonNode.Parse("""
            {"apiVersion":"sparkoperator.k8s.io/v1beta2","kind":"SparkApplication","metadata":{"name":"pi"},
             "spec":{"type":"Python","sparkVersion":"4.0.0","mainApplicationFile":"local:///pi.py","driver":{"nodeSelector":{"x":"y"}},"executor":{}}}
            """)!.AsObject();
        foreach (var (part, values) in JsonNode.Parse(change)!.AsObject())
        {
            foreach (var (key, value) in values!.AsObject())
            {
                app[part]![key] = value?.DeepClone();
            }
        }

        var status = await SendAsync("POST", "/apis/sparkoperator.k8s.io/v1beta2/namespaces/team-a/sparkapplications", app.ToJsonString(), HttpStatusCode.Forbidden);

        ((string?)status["message"])!.ShouldStartWith($"admission webhook \"validate-sparkapplication.sparkoperator.k8s.io\" denied the request: {why}");
    }

    [Fact]
    public async Task Create_SparkApplication_GetsTheOperatorsDefaults()
    {
        var ns = await NamespaceAsync();
        var path = $"/apis/sparkoperator.k8s.io/v1beta2/namespaces/{ns}/sparkapplications";

        var created = await SendAsync("POST", path, """{"metadata":{"name":"pi"},"spec":{"type":"Python","sparkVersion":"4.0.0","mainApplicationFile":"local:///pi.py","driver":{},"executor":{},"restartPolicy":{"type":"Always"}}}""", HttpStatusCode.Created);

        var spec = created["spec"]!;
        ((string?)spec["mode"]).ShouldBe("cluster");
        ((string?)spec["driver"]!["memory"]).ShouldBe("1g");
        ((long?)spec["executor"]!["instances"]).ShouldBe(1);
        ((long?)spec["restartPolicy"]!["onFailureRetryInterval"]).ShouldBe(5);
        ((long?)created["metadata"]!["generation"]).ShouldBe(1);
    }

    [Fact]
    public async Task Create_SparkApplicationAgainstItsSchema_NamesEachField()
    {
        var status = await SendAsync("POST", "/apis/sparkoperator.k8s.io/v1beta2/namespaces/team-a/sparkapplications", """{"metadata":{"name":"bad"},"spec":{"type":"Cobol","mainApplicationFile":"x","driver":{"cores":"two"},"executor":{}}}""", HttpStatusCode.UnprocessableEntity);

        ((string?)status["message"]).ShouldBe("SparkApplication.sparkoperator.k8s.io \"bad\" is invalid: [spec.driver.cores: Invalid value: \"string\": spec.driver.cores in body must be of type integer: \"string\", spec.type: Unsupported value: \"Cobol\": supported values: \"Java\", \"Python\", \"Scala\", \"R\", spec.sparkVersion: Required value]");
    }

    [Fact]
    public async Task Patch_EveryFormat_Works()
    {
        var ns = await NamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/configmaps/c";
        await SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"c","labels":{"a":"1"}},"data":{"a":"1","b":"2"}}""", HttpStatusCode.Created);

        await PatchAsync(path, """{"data":{"b":null,"m":"merged"}}""", "application/merge-patch+json", HttpStatusCode.OK);
        await PatchAsync(path, """[{"op":"test","path":"/data/a","value":"1"},{"op":"add","path":"/data/j","value":"json"}]""", "application/json-patch+json", HttpStatusCode.OK);
        await PatchAsync(path, """{"metadata":{"labels":{"$patch":"replace","only":"this"}}}""", "application/strategic-merge-patch+json", HttpStatusCode.OK);
        await PatchAsync(path + "?fieldManager=me", "apiVersion: v1\nkind: ConfigMap\ndata:\n  s: applied\n", "application/apply-patch+yaml", HttpStatusCode.OK);
        var refused = await PatchAsync(path, """[{"op":"test","path":"/data/a","value":"zzz"}]""", "application/json-patch+json", HttpStatusCode.UnprocessableEntity);

        var now = await SendAsync("GET", path, "", HttpStatusCode.OK);
        now["data"]!.ToJsonString().ShouldBe("""{"a":"1","m":"merged","j":"json","s":"applied"}""");
        now["metadata"]!["labels"]!.ToJsonString().ShouldBe("""{"only":"this"}""");
        ((string?)refused["message"]).ShouldBe("the server rejected our request due to an error in our request");
    }

    [Fact]
    public async Task Patch_StrategicOnACustomKind_Is415()
    {
        var status = await PatchAsync("/apis/sparkoperator.k8s.io/v1beta2/namespaces/team-a/sparkapplications/x", "{}", "application/strategic-merge-patch+json", HttpStatusCode.UnsupportedMediaType);

        ((string?)status["message"]).ShouldBe("the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml");
    }

    [Fact]
    public async Task Patch_ManyAtOnce_LosesNone()
    {
        var ns = await NamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/configmaps/c";
        await SendAsync("POST", $"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"c"}}""", HttpStatusCode.Created);

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => PatchAsync(path, $$$"""{"data":{"k{{{i}}}":"v"}}""", "application/merge-patch+json", HttpStatusCode.OK)));

        (await SendAsync("GET", path, "", HttpStatusCode.OK))["data"]!.AsObject().Count.ShouldBe(40);
    }

    [Fact]
    public async Task Health_WithoutCredentials_Answers()
    {
        using var anonymous = shared.Sandbox.Client("");

        (await anonymous.GetStringAsync(new Uri("/readyz", UriKind.Relative))).ShouldBe("ok");
        (await anonymous.GetAsync(new Uri("/api/v1/namespaces", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    private async Task<string> NamespaceAsync()
    {
        var created = await SendAsync("POST", "/api/v1/namespaces", """{"metadata":{"generateName":"test-"}}""", HttpStatusCode.Created);
        return (string)created["metadata"]!["name"]!;
    }

    private Task<JsonObject> PatchAsync(string path, string body, string mediaType, HttpStatusCode expected) => SendAsync("PATCH", path, body, expected, mediaType);

    private async Task<JsonObject> SendAsync(string method, string path, string body, HttpStatusCode expected, string mediaType = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(path, UriKind.Relative));
        if (body.Length > 0)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        }
        using var answer = await _client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(expected, text);
        return JsonNode.Parse(text)!.AsObject();
    }
}
