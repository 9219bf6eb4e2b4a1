using System.Text.Json.Nodes;
using Portal.Core.Jobs;
using Portal.UnitTests.Core.Support;

namespace Portal.UnitTests.Core.Jobs;

public sealed class SparkJobManifestTests
{
    private static readonly JobOptions Options = new() { DefaultImage = "spark:4", SparkVersion = "4.0.1", ServiceAccount = "spark" };

    private static readonly RunStamp Stamp = new("key-1", "ann", Some.Noon.AddMilliseconds(123), "pi-parent");

    public static TheoryData<string> Jobs => [.. Variants.Keys];

    private static readonly Dictionary<string, SparkJob> Variants = new()
    {
        ["script"] = Some.Job(),
        ["script with files"] = Some.Job() with { Files = [new("helper.py", "x = 1"), new("words.txt", "a b")] },
        ["main file"] = Some.Job() with { Script = null, MainFile = "s3a://bucket/main.py", Files = [new("words.txt", "a b")] },
        ["sizes"] = Some.Job() with { Driver = new() { Cores = 2, Memory = "2g" }, Executor = new() { Cores = 4, Memory = "8g" }, Executors = 7 },
        ["rest"] = Some.Job() with { Image = "own:1", Retries = 3, TimeToLiveSeconds = 60 },
        ["scala"] = new() { Name = "pi", Type = SparkJobType.Scala, MainFile = "local:///opt/app.jar", MainClass = "org.example.Pi" },
        ["bare"] = new() { Name = "pi", MainFile = "local:///opt/pi.py" },
    };

    [Theory]
    [MemberData(nameof(Jobs))]
    public void Application_ReadBack_IsTheSameJob(string variant)
    {
        var job = Variants[variant];
        var application = Parse(SparkJobManifest.Application("team-a", job, "run-1", Options, Stamp));
        var files = SparkJobManifest.Files("team-a", job, "run-1", Stamp) is { } map ? Parse(map) : null;

        SparkJobReader.HasFiles(application).ShouldBe(files is not null);
        var back = SparkJobReader.Read(application, files, Options).ShouldNotBeNull();

        JobDiff.Between(job, back).ShouldBeEmpty();
    }

    [Fact]
    public void Application_Script_IsMountedInDriverAndExecutors()
    {
        var application = SparkJobManifest.Application("team-a", Some.Job(), "run-1", Options, Stamp);

        var spec = application["spec"]!;
        spec["mainApplicationFile"]!.GetValue<string>().ShouldBe("local:///opt/portal/job/main.py");
        spec["pythonVersion"]!.GetValue<string>().ShouldBe("3");
        spec["driver"]!["serviceAccount"]!.GetValue<string>().ShouldBe("spark");
        foreach (var pod in new[] { spec["driver"]!, spec["executor"]! })
        {
            pod["configMaps"]!.ToJsonString().ShouldBe("""[{"name":"run-1-files","path":"/opt/portal/job"}]""");
            pod["env"]!.ToJsonString().ShouldBe("""[{"name":"MODE","value":"test"}]""");
        }

        application["metadata"]!["labels"]!.ToJsonString().ShouldBe("""{"dataportal.dev/job":"word-count"}""");
        application["metadata"]!["annotations"]!.ToJsonString().ShouldBe(
            """{"dataportal.dev/submission-key":"key-1","dataportal.dev/submitted-by":"ann","dataportal.dev/submitted-at":"2026-11-21T12:00:00.123Z","dataportal.dev/parent-run":"pi-parent"}""");
    }

    [Fact]
    public void Application_Retries_BecomeARestartPolicy()
    {
        SparkJobManifest.Application("a", Some.Job(), "r", Options, null)["spec"]!["restartPolicy"]!.ToJsonString().ShouldBe("""{"type":"Never"}""");
        var policy = SparkJobManifest.Application("a", Some.Job() with { Retries = 2 }, "r", Options, null)["spec"]!["restartPolicy"]!;
        policy["type"]!.GetValue<string>().ShouldBe("OnFailure");
        policy["onFailureRetries"]!.GetValue<int>().ShouldBe(2);
    }

    [Theory]
    [InlineData("""{"spec":{"type":"Python","volumes":[],"driver":{},"executor":{}}}""")]
    [InlineData("""{"spec":{"type":"Python","driver":{"affinity":{}},"executor":{}}}""")]
    [InlineData("""{"spec":{"type":"Python","driver":{"env":[{"name":"A","valueFrom":{}}]},"executor":{}}}""")]
    [InlineData("""{"spec":{"type":"Python","restartPolicy":{"type":"Always"},"driver":{},"executor":{}}}""")]
    [InlineData("""{"spec":{"type":"Python","driver":{"cores":"two"},"executor":{}}}""")]
    [InlineData("""{"spec":{"type":"Cobol","driver":{},"executor":{}}}""")]
    [InlineData("""{"spec":{"type":"Python","arguments":[{}],"driver":{},"executor":{}}}""")]
    [InlineData("""{"spec":[]}""")]
    [InlineData("{}")]
    public void Read_WhatAJobCannotSay_IsNull(string json) => SparkJobReader.Read(JsonNode.Parse(json)!.AsObject(), null, Options).ShouldBeNull();

    [Fact]
    public void Between_TwoJobs_NamesEachDifference()
    {
        var after = Some.Job() with
        {
            Executor = new() { Memory = "4g" },
            Arguments = ["--top"],
            SparkConf = new Dictionary<string, string> { ["spark.sql.shuffle.partitions"] = "16", ["spark.eventLog.enabled"] = "true" },
        };

        JobDiff.Between(Some.Job(), after).ShouldBe(
        [
            new("Arguments[1]", "10", null),
            new("Executor.Memory", "1g", "4g"),
            new("SparkConf[spark.sql.shuffle.partitions]", "8", "16"),
            new("SparkConf[spark.eventLog.enabled]", null, "true"),
        ]);
    }

    [Fact]
    public void RunName_SameKey_IsTheSameAndFits()
    {
        var name = RunName.For(new string('a', JobValidator.MaxNameLength), "ann", "key");

        name.ShouldBe(RunName.For(new string('a', JobValidator.MaxNameLength), "ann", "key"));
        name.ShouldNotBe(RunName.For(new string('a', JobValidator.MaxNameLength), "bob", "key"));
        JobValidator.ValidateRunName(name).ShouldBeEmpty();
    }

    private static JsonObject Parse(JsonObject value) => JsonNode.Parse(value.ToJsonString())!.AsObject();
}
