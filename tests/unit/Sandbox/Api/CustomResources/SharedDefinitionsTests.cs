using System.Text.Json.Nodes;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Sandbox.Api.CustomResources;

/// <summary>The definitions and examples of the field, over real HTTP.</summary>
public sealed class SharedDefinitionsTests(SharedDefinitionsSandbox fixture) : IClassFixture<SharedDefinitionsSandbox>
{
    /// <summary>A list of all fields for people: a list that is required is null there, which Kubernetes refuses too.</summary>
    private static readonly string[] NotValid = ["applicationset.yaml"];

    [Fact]
    public async Task Install_EveryDefinition_IsEstablished()
    {
        await fixture.InstallAsync();

        var list = await fixture.Api.SendAsync(200, "GET", ApiCaller.Definitions);
        var definitions = list["items"]!.AsArray();
        definitions.Count.ShouldBeGreaterThanOrEqualTo(35);
        foreach (var definition in definitions)
        {
            definition!["status"]!["conditions"]!.AsArray().ShouldAllBe(c => c!["status"]!.ToString() == "True", definition["metadata"]!["name"]!.ToString());
        }
    }

    [Fact]
    public async Task Install_LargestDefinition_CostsLessThanASecond()
    {
        await fixture.InstallAsync();
        var largest = Directory.GetFiles(SharedData.Path("crds"), "*.yaml", SearchOption.AllDirectories).MaxBy(f => new FileInfo(f).Length)!;
        var (_, definition) = SharedDefinitionsSandbox.Objects(largest).Single();
        var path = $"{ApiCaller.Definitions}/{definition["metadata"]!["name"]}?fieldManager=test";

        // The best of a few, in time of the processor: other tests run beside this one.
        var best = TimeSpan.MaxValue;
        for (var i = 0; i < 5; i++)
        {
            definition["metadata"]!["annotations"] = new JsonObject { ["try"] = $"{i}" };
            var before = fixture.ProcessorTime;
            await fixture.Api.SendAsync(200, "PATCH", path, definition, "application/apply-patch+yaml");
            best = TimeSpan.FromTicks(Math.Min(best.Ticks, (fixture.ProcessorTime - before).Ticks));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{Path.GetFileName(largest)}: {best.TotalMilliseconds:0} ms");
        best.ShouldBeLessThan(TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("argo-workflows", "examples", 145)]
    [InlineData("argo-workflows", "controller-testdata", 15)]
    [InlineData("argo-events", "examples", 90)]
    [InlineData("argo-cd-examples", "", 2)]
    [InlineData("spark-operator", "examples", 9)]
    [InlineData("spark-operator", "third-party", 1)]
    [InlineData("apache-spark-kubernetes-operator", "examples", 25)]
    [InlineData("kueue-examples", "", 20)]
    [InlineData("knative-examples", "", 11)]
    public async Task Create_ValidExamples_AreAllAccepted(string project, string folder, int atLeast)
    {
        await fixture.InstallAsync();
        var refused = new List<string>();
        var accepted = 0;
        foreach (var (file, obj) in SharedDefinitionsSandbox.Objects(SharedData.Path(project, folder)))
        {
            if (NotValid.Contains(file, StringComparer.Ordinal) || fixture.PathOf(obj) is not { } path)
            {
                continue;
            }
            WithoutTraps(obj);
            var (code, body) = await fixture.Api.SendAsync("POST", $"{path}?dryRun=All&fieldValidation=Strict", obj);
            accepted += code == 201 ? 1 : 0;
            if (code != 201)
            {
                refused.Add($"{file}: {body["message"]}");
            }
        }

        refused.ShouldBeEmpty();
        accepted.ShouldBeGreaterThanOrEqualTo(atLeast);
    }

    [Theory]
    [InlineData("disallow-unknown.yaml", 400, "Workflow in version \"v1alpha1\" cannot be handled as a Workflow: strict decoding error: unknown field \"spec.templates[0].container.someExtraField\"")]
    [InlineData("malformed-spec.yaml", 422, "Workflow.argoproj.io \"bad\" is invalid: [spec.entrypoint: Invalid value: \"array\": spec.entrypoint in body must be of type string: \"array\", <nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation]")]
    public async Task Create_BadWorkflow_IsRefused(string file, int code, string message)
    {
        await fixture.InstallAsync();
        var (_, obj) = SharedDefinitionsSandbox.Objects(SharedData.Path("argo-workflows", "invalid", file)).Single();
        obj["metadata"] = new JsonObject { ["name"] = "bad" };

        (await fixture.Api.SendAsync(code, "POST", $"{fixture.PathOf(obj)}?fieldValidation=Strict", obj))["message"]!.ToString().ShouldBe(message);
    }

    [Theory]
    [InlineData("109-spark-create-422")]
    [InlineData("110-spark-create-400-strict")]
    [InlineData("111-spark-create-warn-pruned")]
    public async Task Create_RecordedRequest_IsAnsweredAsRecorded(string name)
    {
        await fixture.InstallAsync();
        var request = (await File.ReadAllTextAsync(SharedData.Path("kubernetes", "wire", $"{name}.request"))).Split("\n\n", 2);
        var golden = JsonNode.Parse(SharedData.WireBody(name))!.AsObject();

        var (code, body) = await fixture.Api.SendAsync("POST", request[0].Split(' ')[1].Replace("/golden/", "/default/", StringComparison.Ordinal), JsonNode.Parse(request[1]));

        if (golden["kind"]!.ToString() == "Status")
        {
            body.ToJsonString().ShouldBe(golden.ToJsonString());
        }
        else
        {
            code.ShouldBe(201);
            body["spec"]!.AsObject().ContainsKey("bogus").ShouldBeFalse();
            fixture.Api.Warnings.ShouldBe(["299 - \"unknown field \\\"spec.bogus\\\"\""]);
        }
    }

    /// <summary>What a real API server refuses as well: an object without a name or with a bad label, or in a namespace that is not there.</summary>
    private static void WithoutTraps(JsonObject obj)
    {
        var metadata = obj["metadata"]!.AsObject();
        metadata.Remove("namespace");
        metadata.Remove("labels");
        if (metadata["name"] is null)
        {
            metadata["generateName"] ??= "unnamed-";
        }
    }
}
