using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Portal.UnitTests.Sandbox.Api.CustomResources;

/// <summary>Objects of a definition: their shape, their rules, and what can be reached below them.</summary>
public sealed class CustomObjectTests(DefinitionSandbox fixture) : IClassFixture<DefinitionSandbox>
{
    private static int _groups;
    private readonly ApiCaller _api = new(fixture.Sandbox.Client());
    private readonly string _group = $"g{Interlocked.Increment(ref _groups)}.test.dev";

    private string Path => $"/apis/{_group}/v1/namespaces/default/widgets";

    [Theory]
    [InlineData("""{"color":"blue"}""", "spec.color: Unsupported value: \"blue\": supported values: \"red\", \"green\"", true)]
    [InlineData("{}", "spec.color: Required value", true)]
    [InlineData("""{"color":"red","replicas":-1}""", "spec.replicas: Invalid value: -1: spec.replicas in body should be greater than or equal to 0, .spec.replicas: Invalid value: -1: should be a non-negative integer", false)]
    [InlineData("""{"color":"green","replicas":100}""", "spec: Invalid value: \"object\": only red ones come in masses", false)]
    [InlineData("""{"color":"red","tags":["a","a"]}""", "spec.tags[1]: Duplicate value: \"a\"", false)]
    [InlineData("""{"color":"red","ports":[{"name":"a"},{"name":"a"}]}""", "spec.ports[1]: Duplicate value: {\"name\":\"a\"}", false)]
    [InlineData("""{"color":"red","template":{"kind":"Pod"}}""", "spec.template.apiVersion: Required value: must not be empty", true)]
    public async Task Create_WrongObject_IsRefusedInKubernetesWords(string spec, string message, bool skipsExpressions)
    {
        await InstallAsync();

        var status = await _api.SendAsync(422, "POST", Path, Sample.Widget(_group, "w", spec));

        var errors = skipsExpressions
            ? $"[{message}, <nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation]"
            : message.Contains(", .", StringComparison.Ordinal) ? $"[{message}]" : message;
        status["message"]!.ToString().ShouldBe($"Widget.{_group} \"w\" is invalid: {errors}");
    }

    [Fact]
    public async Task Create_Object_GetsDefaultsAndLosesUnknownFields()
    {
        await InstallAsync();
        var widget = Sample.Widget(_group, "w", """{"color":"red","shade":1,"ports":[{"name":"a","extra":true}],"template":{"apiVersion":"v1","kind":"Pod","any":1}}""");

        var created = await _api.SendAsync(201, "POST", Path, widget);

        created["spec"]!.ToJsonString().ShouldBe("""{"color":"red","ports":[{"name":"a","protocol":"TCP"}],"template":{"apiVersion":"v1","kind":"Pod","any":1},"replicas":1}""");
        _api.Warnings.ShouldBe(["299 - \"unknown field \\\"spec.ports[0].extra\\\"\"", "299 - \"unknown field \\\"spec.shade\\\"\""], ignoreOrder: true);
        (await _api.SendAsync(400, "POST", $"{Path}?fieldValidation=Strict", widget))["message"]!.ToString()
            .ShouldBe("Widget in version \"v1\" cannot be handled as a Widget: strict decoding error: unknown field \"spec.ports[0].extra\", unknown field \"spec.shade\"");
        widget["metadata"]!["name"] = "quiet";
        await _api.SendAsync(201, "POST", $"{Path}?fieldValidation=Ignore", widget);
        _api.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Status_Subresource_IsWrittenByItself()
    {
        await InstallAsync();
        var widget = Sample.Widget(_group, "w");
        widget["status"] = new JsonObject { ["replicas"] = 9 };
        var created = await _api.SendAsync(201, "POST", Path, widget);
        created["status"].ShouldBeNull();
        created["metadata"]!["generation"]!.GetValue<int>().ShouldBe(1);

        var status = await _api.PatchAsync(200, $"{Path}/w/status", """{"spec":{"replicas":5},"status":{"replicas":2,"note":"any"}}""");
        status["spec"]!["replicas"]!.GetValue<int>().ShouldBe(1);
        status["status"]!["replicas"]!.GetValue<int>().ShouldBe(2);
        status["metadata"]!["generation"]!.GetValue<int>().ShouldBe(1);

        var changed = await _api.PatchAsync(200, $"{Path}/w", """{"spec":{"replicas":5},"status":{"replicas":7}}""");
        changed["status"]!["replicas"]!.GetValue<int>().ShouldBe(2);
        changed["metadata"]!["generation"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task Update_ComparesWithWhatWasBefore()
    {
        await InstallAsync();
        await _api.SendAsync(201, "POST", Path, Sample.Widget(_group, "w"));

        (await _api.PatchAsync(422, $"{Path}/w", """{"spec":{"color":"green"}}"""))["message"]!.ToString().ShouldBe($"Widget.{_group} \"w\" is invalid: spec: Invalid value: \"object\": color cannot change");
    }

    [Fact]
    public async Task Update_FaultThatWasThereBefore_IsNotHeldAgainstIt()
    {
        await InstallAsync();
        await _api.SendAsync(201, "POST", Path, Sample.Widget(_group, "w"));
        var definition = Sample.Widgets(_group);
        definition["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!["properties"]!["color"]!["enum"] = new JsonArray("green");
        await _api.PatchAsync(200, $"{ApiCaller.Definitions}/widgets.{_group}", new JsonObject { ["spec"] = new JsonObject { ["versions"] = definition["spec"]!["versions"]!.DeepClone() } }.ToJsonString());

        await _api.PatchAsync(200, $"{Path}/w", """{"metadata":{"labels":{"a":"b"}}}""");
        await _api.SendAsync(422, "POST", Path, Sample.Widget(_group, "x"));
    }

    [Fact]
    public async Task Scale_Subresource_ReadsAndWritesThePathsOfTheDefinition()
    {
        await InstallAsync();
        await _api.SendAsync(201, "POST", Path, Sample.Widget(_group, "w"));
        await _api.PatchAsync(200, $"{Path}/w/status", """{"status":{"replicas":2,"selector":"app=w"}}""");

        var scale = await _api.SendAsync(200, "GET", $"{Path}/w/scale");
        scale["kind"]!.ToString().ShouldBe("Scale");
        scale["spec"]!.ToJsonString().ShouldBe("""{"replicas":1}""");
        scale["status"]!.ToJsonString().ShouldBe("""{"replicas":2,"selector":"app=w"}""");

        scale["spec"]!["replicas"] = 4;
        (await _api.SendAsync(200, "PUT", $"{Path}/w/scale", scale))["spec"]!["replicas"]!.GetValue<int>().ShouldBe(4);
        (await _api.SendAsync(409, "PUT", $"{Path}/w/scale", scale))["reason"]!.ToString().ShouldBe("Conflict");
        (await _api.PatchAsync(200, $"{Path}/w/scale", """{"spec":{"replicas":6}}"""))["spec"]!["replicas"]!.GetValue<int>().ShouldBe(6);
        (await _api.PatchAsync(422, $"{Path}/w/scale", """{"spec":{"replicas":-6}}"""))["message"]!.ToString().ShouldContain("spec.replicas: Invalid value: -6: must be greater than or equal to 0");
        var widget = await _api.SendAsync(200, "GET", $"{Path}/w");
        widget["spec"]!["replicas"]!.GetValue<int>().ShouldBe(6);
        widget["metadata"]!["generation"]!.GetValue<int>().ShouldBe(3);
    }

    [Fact]
    public async Task List_SelectsByTheFieldsOfTheDefinition()
    {
        await InstallAsync();
        await _api.SendAsync(201, "POST", Path, Sample.Widget(_group, "r"));
        await _api.SendAsync(201, "POST", Path, Sample.Widget(_group, "g", """{"color":"green"}"""));

        (await _api.SendAsync(200, "GET", $"{Path}?fieldSelector=spec.color%3Dgreen"))["items"]!.AsArray().Select(i => i!["metadata"]!["name"]!.ToString()).ShouldBe(["g"]);
        (await _api.SendAsync(400, "GET", $"{Path}?fieldSelector=spec.replicas%3D1"))["message"]!.ToString().ShouldBe("field label not supported: spec.replicas");
    }

    [Fact]
    public async Task Table_HasTheColumnsOfTheDefinition()
    {
        await InstallAsync();
        await _api.SendAsync(201, "POST", Path, Sample.Widget(_group, "w"));
        await _api.PatchAsync(200, $"{Path}/w/status", """{"status":{"conditions":[{"type":"Other","status":"False"},{"type":"Ready","status":"True"}]}}""");
        using var client = fixture.Sandbox.Client();
        client.DefaultRequestHeaders.Accept.Add(MediaTypeWithQualityHeaderValue.Parse("application/json;as=Table;v=v1;g=meta.k8s.io"));

        var table = JsonNode.Parse(await client.GetStringAsync(Path))!;

        table["columnDefinitions"]!.AsArray().Select(c => $"{c!["name"]}/{c["priority"]}").ShouldBe(["Name/0", "Color/0", "Ready/1", "Age/0"]);
        table["rows"]![0]!["cells"]!.AsArray().Take(3).Select(c => c!.ToString()).ShouldBe(["w", "red", "True"]);
        table["rows"]![0]!["cells"]![3]!.ToString().ShouldMatch(@"^\d+s$");
    }

    private Task<JsonObject> InstallAsync() => _api.SendAsync(201, "POST", ApiCaller.Definitions, Sample.Widgets(_group));
}
