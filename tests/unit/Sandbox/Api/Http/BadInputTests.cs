using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.UnitTests.Sandbox.Api.Http;

/// <summary>Whatever is sent, the API answers as a Kubernetes API server does, and stays up.</summary>
[Collection(SharedSandboxCollection.Name)]
public sealed class BadInputTests(SharedSandbox shared)
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const int Cases = 600;

    [Theory]
    [InlineData("[]", 400, "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" } (5b5d)")]
    [InlineData("", 400, "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)")]
    [InlineData("null", 422, "ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required")]
    [InlineData("""{"kind":1}""", 400, "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({\"kind\":1})")]
    [InlineData("""{"apiVersion":"a/b/c","kind":"ConfigMap"}""", 400, "the object provided is unrecognized (must be of type ConfigMap): unexpected GroupVersion string: a/b/c ({\"apiVersion\":\"a/b/c\",\"kind\":\" ...)")]
    [InlineData("""{"metadata":"x"}""", 400, "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: json: cannot unmarshal string into Go struct field ConfigMap.metadata of type v1.ObjectMeta")]
    public async Task Create_OfWhatIsNoConfigMap_SaysWhatAnApiServerSays(string body, int code, string message)
    {
        using var client = shared.Sandbox.Client();
        using var answer = await client.PostAsync(Relative(ConfigMaps), new StringContent(body, Encoding.UTF8, "application/json"));

        await ShouldBeStatusAsync(answer, code, message);
    }

    [Fact]
    public async Task Create_BodyOverThreeMebibytes_IsTooLarge()
    {
        using var client = shared.Sandbox.Client();
        using var answer = await client.PostAsync(Relative(ConfigMaps), new ByteArrayContent(new byte[3 * 1024 * 1024 + 1]) { Headers = { ContentType = new("application/json") } });

        await ShouldBeStatusAsync(answer, 413, "Request entity too large: limit is 3145728");
    }

    [Fact]
    public async Task Create_NestedWithoutEnd_IsTooDeep()
    {
        using var client = shared.Sandbox.Client();
        var body = "{\"data\":" + new string('[', 100_000) + new string(']', 100_000) + "}";
        using var answer = await client.PostAsync(Relative(ConfigMaps), new StringContent(body, Encoding.UTF8, "application/json"));

        await ShouldBeStatusAsync(answer, 400, "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: exceeded max depth ({\"data\":[[[[[[[[[[[[[[[[[[[[[[ ...)");
    }

    [Fact]
    public async Task Create_TextThatIsNoUtf8_IsTakenWithReplacements()
    {
        using var client = shared.Sandbox.Client();
        byte[] body = [.. """{"metadata":{"generateName":"utf-"},"data":{"a":"x"""u8, 0xff, .. "\"}}"u8];
        using var answer = await client.PostAsync(Relative(ConfigMaps), new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } });

        answer.StatusCode.ShouldBe(HttpStatusCode.Created);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["data"]!["a"]!.ToString().ShouldBe("x\ufffd");
    }

    [Fact]
    public async Task Create_ThousandsOfBadLabels_AreEachNamed()
    {
        using var client = shared.Sandbox.Client();
        var labels = new JsonObject(Enumerable.Range(0, 3000).Select(i => KeyValuePair.Create<string, JsonNode?>($"l{i}", "not a label")));
        var body = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "labels", ["labels"] = labels } };
        using var answer = await client.PostAsync(Relative(ConfigMaps), Api.SandboxProcess.Json(body));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["details"]!["causes"]!.AsArray().Count.ShouldBe(3000);
    }

    [Fact]
    public async Task Create_KeysTwice_TakesTheLastAndWarns()
    {
        using var client = shared.Sandbox.Client();
        const string Body = """{"metadata":{"generateName":"twice-"},"data":{"a":"1","a":"2"},"bogus":1}""";
        using var answer = await client.PostAsync(Relative(ConfigMaps), new StringContent(Body, Encoding.UTF8, "application/json"));
        using var strict = await client.PostAsync(Relative(ConfigMaps + "?fieldValidation=Strict"), new StringContent(Body, Encoding.UTF8, "application/json"));

        answer.Headers.GetValues("Warning").ShouldBe(["299 - \"unknown field \\\"bogus\\\"\"", "299 - \"duplicate field \\\"data.a\\\"\""]);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["data"]!["a"]!.ToString().ShouldBe("2");
        await ShouldBeStatusAsync(strict, 400, "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"bogus\", duplicate field \"data.a\"");
    }

    [Fact]
    public async Task RandomRequests_OfAnySort_NeverBreakTheSandbox()
    {
        var random = new Random(36);
        using var client = shared.Sandbox.Client();
        for (var i = 0; i < Cases; i++)
        {
            using var request = Request(random);
            var what = $"case {i}: {request.Method} {request.RequestUri}";
            using var answer = await client.SendAsync(request);

            ((int)answer.StatusCode).ShouldBeLessThan(500, what);
            if ((int)answer.StatusCode >= 400 && request.Method != HttpMethod.Head && answer.Content.Headers.ContentType?.MediaType == "application/json")
            {
                var status = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
                status["kind"]!.ToString().ShouldBe("Status", what);
                ((int)status["code"]!).ShouldBe((int)answer.StatusCode, what);
            }
        }
        (await client.GetStringAsync(Relative("/readyz"))).ShouldBe("ok");
    }

    private static HttpRequestMessage Request(Random random)
    {
        string[] methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
        string[] types = ["application/json", "application/yaml", "application/merge-patch+json", "application/json-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml", "application/vnd.kubernetes.protobuf", "text/plain", "application/cbor"];
        var request = new HttpRequestMessage(new HttpMethod(Pick(random, methods)), Path(random));
        if (request.Method != HttpMethod.Get && request.Method != HttpMethod.Head)
        {
            request.Content = new ByteArrayContent(Body(random)) { Headers = { ContentType = new MediaTypeHeaderValue(Pick(random, types)) } };
        }
        return request;
    }

    private static string Path(Random random)
    {
        string[] parts = ["api", "apis", "v1", "namespaces", "default", "configmaps", "pods", "log", "status", "..", "%2e%2e", "%2F", "%00", "x", "openapi", "v3", "sparkoperator.k8s.io", "v1beta2", "sparkapplications", "watch"];
        string[] queries = ["", "?watch=true&timeoutSeconds=1", "?limit=-1", "?continue=%ff", "?labelSelector=a%3D%3D%3D", "?fieldSelector=%3D", "?resourceVersion=9999999999999999999999", "?dryRun=All", "?fieldManager=fuzz", "?force=maybe"];
        var path = random.Next(2) == 0 ? ConfigMaps + Pick(random, ["", "/fuzz", "/fuzz/status", "/%2e%2e/x", "//"]) : "/" + string.Join('/', Enumerable.Range(0, random.Next(8)).Select(_ => Pick(random, parts)));
        return path + Pick(random, queries);
    }

    private static byte[] Body(Random random)
    {
        const string Good = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"fuzz","labels":{"a":"b"},"managedFields":[{"manager":"x","operation":"Apply","fieldsV1":{"f:data":{}}}]},"data":{"k":"v"}}""";
        string[] bodies = [Good, "[{\"op\":\"add\",\"path\":\"/data\",\"value\":1}]", "[{\"op\":\"move\",\"from\":\"/a\",\"path\":\"\"}]", "{\"metadata\":null}", "{\"data\":{\"$patch\":\"replace\"}}", "a: &x [*x]", "k8s\0\n", "{\"metadata\":{\"resourceVersion\":\"x\"}}"];
        var body = Encoding.UTF8.GetBytes(Pick(random, bodies));
        for (var flips = random.Next(4); flips > 0; flips--)
        {
            body[random.Next(body.Length)] = (byte)random.Next(256);
        }
        return random.Next(8) == 0 ? body[..random.Next(body.Length)] : body;
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static async Task ShouldBeStatusAsync(HttpResponseMessage answer, int code, string message)
    {
        var status = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        status["message"]!.ToString().ShouldBe(message);
        ((int)answer.StatusCode).ShouldBe(code);
    }
}
