using System.Text.Json.Nodes;

namespace Portal.UnitTests.Sandbox.Api.CustomResources;

/// <summary>The life of a definition: installed, refused, in conflict, changed, deleted.</summary>
public sealed class DefinitionTests(DefinitionSandbox fixture) : IClassFixture<DefinitionSandbox>
{
    private readonly ApiCaller _api = new(fixture.Sandbox.Client());

    [Fact]
    public async Task Install_Definition_IsEstablishedAndServed()
    {
        var definition = await _api.SendAsync(201, "POST", ApiCaller.Definitions, Sample.Widgets("a.test.dev"));

        definition["spec"]!["names"]!["singular"]!.ToString().ShouldBe("widget");
        definition["spec"]!["names"]!["listKind"]!.ToString().ShouldBe("WidgetList");
        definition["status"]!["storedVersions"]!.ToJsonString().ShouldBe("""["v1"]""");
        Conditions(definition).ShouldBe(["NamesAccepted=True", "Established=True"]);

        var resources = await _api.SendAsync(200, "GET", "/apis/a.test.dev/v1");
        resources["resources"]!.AsArray().Select(r => $"{r!["name"]} {r["kind"]}").ShouldBe(["widgets Widget", "widgets/status Widget", "widgets/scale Scale"]);
        (await _api.SendAsync(200, "GET", "/apis/a.test.dev"))["preferredVersion"]!["version"]!.ToString().ShouldBe("v1");
        (await _api.SendAsync(200, "GET", "/apis"))["groups"]!.AsArray().Select(g => g!["name"]!.ToString()).ShouldContain("a.test.dev");
        (await _api.SendAsync(200, "GET", "/apis/a.test.dev/v1/widgets"))["kind"]!.ToString().ShouldBe("WidgetList");
        (await _api.SendAsync(200, "GET", "/openapi/v3"))["paths"]!["apis/a.test.dev/v1"].ShouldNotBeNull();
        (await _api.SendAsync(200, "GET", "/openapi/v3/apis/a.test.dev/v1"))["components"]!["schemas"]!["dev.test.a.v1.Widget"]!["properties"]!["spec"]!["properties"]!["color"]!["description"]!.ToString()
            .ShouldBe("Its color.");
    }

    [Theory]
    [InlineData("/metadata/name", "\"gadgets.b.test.dev\"", "metadata.name: Invalid value: \"gadgets.b.test.dev\": must be spec.names.plural+\".\"+spec.group")]
    [InlineData("/spec/scope", "\"Both\"", "spec.scope: Unsupported value: \"Both\": supported values: \"Cluster\", \"Namespaced\"")]
    [InlineData("/spec/versions/0/storage", "false", "spec.versions: Invalid value: [\"v1\"]: must have exactly one version marked as storage version")]
    [InlineData("/spec/names/shortNames", "[\"W_\"]", "spec.names.shortNames[0]: Invalid value: \"W_\": a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')")]
    [InlineData("/spec/versions/0/schema", "{}", "spec.versions[0].schema.openAPIV3Schema: Required value: schemas are required")]
    [InlineData("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/tags", "{}", "spec.validation.openAPIV3Schema.properties[spec].properties[tags].type: Required value: must not be empty for specified object fields")]
    [InlineData("/spec/versions/0/schema/openAPIV3Schema/properties/status", """{"type":"text"}""", "spec.validation.openAPIV3Schema.properties[status].type: Unsupported value: \"text\": supported values: \"array\", \"boolean\", \"integer\", \"number\", \"object\", \"string\"")]
    [InlineData("/spec/versions/0/schema/openAPIV3Schema/properties/status", """{"type":"array"}""", "spec.validation.openAPIV3Schema.properties[status].items: Required value: must be specified")]
    [InlineData("/spec/versions/0/schema/openAPIV3Schema/properties/status", """{"type":"object","additionalProperties":false}""", "spec.validation.openAPIV3Schema.properties[status].additionalProperties: Forbidden: additionalProperties cannot be set to false")]
    [InlineData("/spec/versions/0/schema/openAPIV3Schema/properties/status", """{"type":"object","properties":{"a":{"type":"string"}},"anyOf":[{"properties":{"b":{"type":"string"}}}]}""",
        "[spec.validation.openAPIV3Schema.properties[status].properties[b]: Required value: because it is defined in spec.validation.openAPIV3Schema.properties[status].anyOf[0].properties[b], spec.validation.openAPIV3Schema.properties[status].anyOf[0].properties[b].type: Forbidden: must be empty to be structural]")]
    [InlineData("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/ports/items/required", "[]",
        "spec.validation.openAPIV3Schema.properties[spec].properties[ports].items.properties[name].default: Required value: this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property")]
    [InlineData("/spec/versions/0/schema/openAPIV3Schema/properties/spec/x-kubernetes-validations", """[{"rule":"self.size > 1"}]""",
        "spec.validation.openAPIV3Schema.properties[spec].x-kubernetes-validations[0].rule: Invalid value: \"self.size > 1\": compilation failed: ERROR: <input>:1:5: undefined field 'size'")]
    [InlineData("/spec/versions/0/schema/openAPIV3Schema/properties/spec/properties/replicas/default", "-1",
        "spec.validation.openAPIV3Schema.properties[spec].properties[replicas].default: Invalid value: -1: spec.validation.openAPIV3Schema.properties[spec].properties[replicas].default in body should be greater than or equal to 0")]
    public async Task Install_WrongDefinition_IsRefusedInKubernetesWords(string pointer, string value, string message)
    {
        var definition = Sample.Widgets("b.test.dev");
        Set(definition, pointer, JsonNode.Parse(value));

        var status = await _api.SendAsync(422, "POST", ApiCaller.Definitions, definition);

        status["message"]!.ToString().ShouldBe($"CustomResourceDefinition.apiextensions.k8s.io \"{definition["metadata"]!["name"]}\" is invalid: {message}");
        (await _api.SendAsync("GET", "/apis/b.test.dev/v1/widgets")).Code.ShouldBe(404);
    }

    [Fact]
    public async Task Install_ProtectedGroup_NeedsItsApproval() =>
        (await _api.SendAsync(422, "POST", ApiCaller.Definitions, Sample.Widgets("test.k8s.io")))["message"]!.ToString()
            .ShouldContain("metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation");

    [Fact]
    public async Task Install_DeeplyNestedSchema_IsRefusedAndHarmless()
    {
        var nested = new JsonObject { ["type"] = "string" };
        for (var i = 0; i < 90; i++)
        {
            nested = new JsonObject { ["type"] = "array", ["items"] = nested };
        }
        var definition = Sample.Widgets("deep.test.dev");
        Set(definition, "/spec/versions/0/schema/openAPIV3Schema/properties/status", nested.DeepClone());
        await _api.SendAsync(201, "POST", ApiCaller.Definitions, definition);

        for (var i = 0; i < 200; i++)
        {
            nested = new JsonObject { ["type"] = "array", ["items"] = nested };
        }
        Set(definition, "/spec/versions/0/schema/openAPIV3Schema/properties/status", nested.DeepClone());
        definition["metadata"]!["name"] = "widgets.deeper.test.dev";

        (await _api.SendAsync("POST", ApiCaller.Definitions, definition)).Code.ShouldBe(400);
        await _api.SendAsync(200, "GET", "/apis/deep.test.dev/v1/widgets");
    }

    [Fact]
    public async Task Install_NameThatIsTaken_WaitsUntilItIsFree()
    {
        await _api.SendAsync(201, "POST", ApiCaller.Definitions, Sample.Widgets("c.test.dev"));
        var second = await _api.SendAsync(201, "POST", ApiCaller.Definitions, Sample.Widgets("c.test.dev", "gadgets"));

        Conditions(second).ShouldBe(["NamesAccepted=False", "Established=False"]);
        second["status"]!["conditions"]![0]!["message"]!.ToString().ShouldBe("\"widget\" is already in use");
        (await _api.SendAsync("GET", "/apis/c.test.dev/v1/gadgets")).Code.ShouldBe(404);

        await _api.SendAsync(200, "DELETE", $"{ApiCaller.Definitions}/widgets.c.test.dev");

        await _api.UntilAsync(200, "/apis/c.test.dev/v1/gadgets");
    }

    [Fact]
    public async Task Delete_Definition_TakesItsObjectsAlongAndEndsWatches()
    {
        await _api.SendAsync(201, "POST", ApiCaller.Definitions, Sample.Widgets("d.test.dev"));
        const string Path = "/apis/d.test.dev/v1/namespaces/default/widgets";
        await _api.SendAsync(201, "POST", Path, Sample.Widget("d.test.dev", "w"));
        var held = Sample.Widget("d.test.dev", "held");
        held["metadata"]!["finalizers"] = new JsonArray("test.dev/hold");
        await _api.SendAsync(201, "POST", Path, held);
        using var client = fixture.Sandbox.Client();
        using var watch = await client.GetAsync($"{Path}?watch=true", HttpCompletionOption.ResponseHeadersRead);
        using var events = new StreamReader(await watch.Content.ReadAsStreamAsync());

        var deleted = await _api.SendAsync(200, "DELETE", $"{ApiCaller.Definitions}/widgets.d.test.dev");

        deleted["metadata"]!["finalizers"]!.ToJsonString().ShouldBe("""["customresourcecleanup.apiextensions.k8s.io"]""");
        Conditions(deleted).ShouldContain("Terminating=True");
        (await _api.SendAsync(405, "POST", Path, Sample.Widget("d.test.dev", "late")))["message"]!.ToString().ShouldBe("create not allowed while custom resource definition is terminating");
        await _api.UntilAsync(404, $"{Path}/w");
        await _api.PatchAsync(200, $"{Path}/held", """{"metadata":{"finalizers":null}}""");
        await _api.UntilAsync(404, $"{ApiCaller.Definitions}/widgets.d.test.dev");
        (await _api.SendAsync("GET", Path)).Code.ShouldBe(404);
        (await events.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(20))).ShouldContain("DELETED");
    }

    [Fact]
    public async Task Update_Definition_AppliesToWhatIsThere()
    {
        var definition = Sample.Widgets("e.test.dev");
        await _api.SendAsync(201, "POST", ApiCaller.Definitions, definition);
        const string Path = "/apis/e.test.dev/v1/namespaces/default/widgets";
        await _api.SendAsync(201, "POST", Path, Sample.Widget("e.test.dev", "w"));

        await _api.PatchAsync(200, $"{ApiCaller.Definitions}/widgets.e.test.dev", new JsonObject
        {
            ["spec"] = new JsonObject
            {
                ["versions"] = new JsonArray(definition["spec"]!["versions"]![0]!.DeepClone(), V2(definition)),
            },
        }.ToJsonString());

        (await _api.SendAsync(200, "GET", "/apis/e.test.dev"))["preferredVersion"]!["version"]!.ToString().ShouldBe("v2");
        var read = await _api.SendAsync(200, "GET", "/apis/e.test.dev/v2/namespaces/default/widgets/w");
        read["apiVersion"]!.ToString().ShouldBe("e.test.dev/v2");
        read["spec"]!["weight"]!.GetValue<int>().ShouldBe(7, "what was stored before gets the new default when it is read");
        (await _api.SendAsync(200, "GET", $"{Path}/w"))["spec"]!["weight"].ShouldBeNull();
        await _api.PatchAsync(200, "/apis/e.test.dev/v2/namespaces/default/widgets/w", """{"spec":{"weight":8}}""");
        var list = await _api.SendAsync(200, "GET", "/apis/e.test.dev/v2/widgets");
        list["items"]![0]!["apiVersion"]!.ToString().ShouldBe("e.test.dev/v2");
        list["items"]![0]!["spec"]!["weight"]!.GetValue<int>().ShouldBe(8);

        (await _api.PatchAsync(422, $"{ApiCaller.Definitions}/widgets.e.test.dev", """{"spec":{"scope":"Cluster"}}"""))["message"]!.ToString().ShouldContain("spec.scope: Invalid value: \"Cluster\": field is immutable");
    }

    [Fact]
    public async Task Install_WebhookConversion_IsReportedAsNotAvailable()
    {
        var definition = Sample.Widgets("h.test.dev");
        definition["spec"]!["versions"]!.AsArray().Add(V2(definition));
        definition["spec"]!["conversion"] = JsonNode.Parse("""{"strategy":"Webhook","webhook":{"clientConfig":{"url":"https://127.0.0.1"},"conversionReviewVersions":["v1"]}}""");

        Conditions(await _api.SendAsync(201, "POST", ApiCaller.Definitions, definition)).ShouldContain("ConversionAvailable=False");

        await _api.SendAsync(201, "POST", "/apis/h.test.dev/v1/namespaces/default/widgets", Sample.Widget("h.test.dev", "w"));
        await _api.SendAsync(200, "GET", "/apis/h.test.dev/v1/widgets");
        (await _api.SendAsync(500, "GET", "/apis/h.test.dev/v2/widgets"))["message"]!.ToString().ShouldContain("conversion webhook for h.test.dev/v2, Kind=Widget failed");
        var other = Sample.Widget("h.test.dev", "x");
        other["apiVersion"] = "h.test.dev/v2";
        (await _api.SendAsync(500, "POST", "/apis/h.test.dev/v2/namespaces/default/widgets", other))["reason"]!.ToString().ShouldBe("InternalError");
    }

    [Fact]
    public async Task Delete_Namespace_TakesCustomObjectsAndTheirDependantsAlong()
    {
        await _api.SendAsync(201, "POST", ApiCaller.Definitions, Sample.Widgets("i.test.dev"));
        await _api.SendAsync(201, "POST", "/api/v1/namespaces", JsonNode.Parse("""{"metadata":{"name":"gone"}}"""));
        var owner = await _api.SendAsync(201, "POST", "/apis/i.test.dev/v1/namespaces/gone/widgets", Sample.Widget("i.test.dev", "w"));
        var owned = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "c", ["ownerReferences"] = new JsonArray(new JsonObject { ["apiVersion"] = "i.test.dev/v1", ["kind"] = "Widget", ["name"] = "w", ["uid"] = owner["metadata"]!["uid"]!.DeepClone() }) } };
        await _api.SendAsync(201, "POST", "/api/v1/namespaces/gone/configmaps", owned);

        await _api.SendAsync(200, "DELETE", "/apis/i.test.dev/v1/namespaces/gone/widgets/w");
        await _api.UntilAsync(404, "/api/v1/namespaces/gone/configmaps/c");

        await _api.SendAsync(201, "POST", "/apis/i.test.dev/v1/namespaces/gone/widgets", Sample.Widget("i.test.dev", "x"));
        await _api.SendAsync(200, "DELETE", "/api/v1/namespaces/gone");
        await _api.UntilAsync(404, "/api/v1/namespaces/gone");
        (await _api.SendAsync(200, "GET", "/apis/i.test.dev/v1/widgets"))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Kill_Sandbox_KeepsDefinitionsAndObjects()
    {
        await using var sandbox = await SandboxProcess.StartAsync();
        var api = new ApiCaller(sandbox.Client());
        await api.SendAsync(201, "POST", ApiCaller.Definitions, Sample.Widgets("f.test.dev"));
        await api.SendAsync(201, "POST", "/apis/f.test.dev/v1/namespaces/default/widgets", Sample.Widget("f.test.dev", "w"));
        await api.SendAsync(201, "POST", "/apis/f.test.dev/v1/namespaces/default/widgets", Sample.Widget("f.test.dev", "x"));
        await api.SendAsync(200, "DELETE", $"{ApiCaller.Definitions}/scheduledsparkapplications.sparkoperator.k8s.io");
        await api.UntilAsync(404, $"{ApiCaller.Definitions}/scheduledsparkapplications.sparkoperator.k8s.io");

        await sandbox.KillAsync();
        await sandbox.RestartAsync();

        api = new ApiCaller(sandbox.Client());
        (await api.SendAsync(200, "GET", "/apis/f.test.dev/v1/widgets"))["items"]!.AsArray().Count.ShouldBe(2);
        (await api.SendAsync("POST", "/apis/f.test.dev/v1/namespaces/default/widgets", Sample.Widget("f.test.dev", "blue", """{"color":"blue"}"""))).Code.ShouldBe(422);
        await api.SendAsync(200, "GET", "/apis/sparkoperator.k8s.io/v1beta2/scheduledsparkapplications");
    }

    private static JsonNode V2(JsonObject definition)
    {
        var version = definition["spec"]!["versions"]![0]!.DeepClone();
        version["name"] = "v2";
        version["storage"] = false;
        version["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!["properties"]!["weight"] = new JsonObject { ["type"] = "integer", ["default"] = 7 };
        return version;
    }

    private static IEnumerable<string> Conditions(JsonObject definition) => definition["status"]!["conditions"]!.AsArray().Select(c => $"{c!["type"]}={c["status"]}");

    private static void Set(JsonNode root, string pointer, JsonNode? value)
    {
        var parts = pointer.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var node = parts[..^1].Aggregate(root, (n, p) => n is JsonArray list ? list[int.Parse(p, System.Globalization.CultureInfo.InvariantCulture)]! : n[p]!);
        node[parts[^1]] = value;
    }
}
