using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Kube.Resources;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Resources;

public sealed class DecoderTests
{
    private static readonly string[] Odd = ["null", "true", "[]", "{}", "1.5e300", "-9999999999999999999", "\"\"", "\"x\\u0000\"", "[[{}],1]", "{\"name\":{\"a\":[1]}}", "[null,\"a\",{\"name\":[]}]"];

    [Fact]
    public void Pod_CrashedAndRestarted_TellsTheContainersState()
    {
        var pod = Decode(new PodDecoder(), SharedData.WireBody("195-node-pod-crashloop"))!;

        pod.Key.ShouldBe(new ResourceKey("c", ResourceKind.Pod, "golden", "crash"));
        pod.Uid.ShouldBe("a335bb0c-3ac6-4891-8666-72b1e7fa6f96");
        pod.ResourceVersion.ShouldBe("519");
        pod.Labels.ShouldBe(new Dictionary<string, string> { ["part"] = "node" });
        pod.Phase.ShouldBe("Running");
        pod.Node.ShouldBe("node1");
        pod.RestartPolicy.ShouldBe("Always");
        pod.ScheduledAt.ShouldBe(new DateTimeOffset(2026, 11, 21, 10, 18, 29, TimeSpan.Zero));
        pod.Containers.ShouldBe(
        [
            new ContainerView("main")
            {
                Image = "docker.io/local/busybox:1",
                State = "terminated",
                Reason = "Error",
                ExitCode = 7,
                StartedAt = new DateTimeOffset(2026, 11, 21, 10, 18, 30, TimeSpan.Zero),
                FinishedAt = new DateTimeOffset(2026, 11, 21, 10, 18, 30, TimeSpan.Zero),
                RestartCount = 1,
            },
        ]);
    }

    [Fact]
    public void Pod_OutOfMemory_TellsTheReason()
    {
        var container = Decode(new PodDecoder(), SharedData.WireBody("199-node-pod-oomkilled"))!.Containers.ShouldHaveSingleItem();

        container.State.ShouldBe("terminated");
        container.Reason.ShouldBe("OOMKilled");
        container.ExitCode.ShouldBe(137);
    }

    [Fact]
    public void Pod_StillInitializing_InitContainersComeFirst()
    {
        var pod = Decode(new PodDecoder(), SharedData.WireBody("200-node-pod-initializing"))!;

        pod.Containers.Select(c => (c.Init, c.State, c.Reason)).ShouldBe([(true, "running", null), (false, "waiting", "PodInitializing")]);
    }

    [Fact]
    public void Pod_DeadlineExceeded_TellsReasonAndMessageOfThePod()
    {
        var pod = Decode(new PodDecoder(), SharedData.WireBody("202-node-pod-deadlineexceeded"))!;

        pod.Phase.ShouldBe("Failed");
        pod.Reason.ShouldBe("DeadlineExceeded");
        pod.Message.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public void Pod_EveryFieldFilled_IsRead()
    {
        var pod = Decode(new PodDecoder(), File.ReadAllBytes(SharedData.Path("kubernetes", "api-roundtrip", "core.v1.Pod.json")))!;

        pod.Key.Name.ShouldBe("nameValue");
        pod.Key.Namespace.ShouldBe("namespaceValue");
        pod.DeletionTimestamp.ShouldNotBeNull();
        pod.Labels["labelsKey"].ShouldBe("labelsValue");
        pod.Phase.ShouldBe("phaseValue");
        pod.Message.ShouldBe("messageValue");
        pod.Containers.Count.ShouldBe(2);
    }

    [Fact]
    public void SparkApplication_WithStatus_TellsState()
    {
        var app = Decode(new SparkApplicationDecoder(), SharedData.WireBody("116-spark-status-merge-patch"))!;

        app.Key.Name.ShouldBe("pi");
        app.State.ShouldNotBeEmpty();
        app.SparkApplicationId.ShouldNotBeNull();
        app.DriverPodName.ShouldNotBeEmpty();
        app.ExecutionAttempts.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void SparkApplication_New_GuessesItsDriver()
    {
        var app = Decode(new SparkApplicationDecoder(), SharedData.WireBody("112-spark-get"))!;

        app.State.ShouldBe("");
        app.DriverPodName.ShouldBe("pi-driver");
        (app.DriverCores, app.ExecutorCores, app.ExecutorInstances).ShouldBe((1, 1, 1));
        app.Suspended.ShouldBeFalse();
    }

    [Fact]
    public void Event_OfANewerReporter_HasTimeAndSource()
    {
        var json = JsonNode.Parse(SharedData.WireBody("98-events-list"))!["items"]![0]!;

        var seen = Decode(new EventDecoder(), Encoding.UTF8.GetBytes(json.ToJsonString()))!;

        seen.Reason.ShouldBe("FailedScheduling");
        seen.Type.ShouldBe("Warning");
        (seen.RegardingKind, seen.RegardingName).ShouldBe(("Pod", "p1"));
        seen.Source.ShouldBe("default-scheduler");
        seen.At.ShouldBe(new DateTimeOffset(2026, 11, 21, 10, 13, 56, TimeSpan.Zero).AddMicroseconds(444782));
        seen.Count.ShouldBe(1);
    }

    [Fact]
    public void Namespace_BeingDeleted_IsTerminating()
    {
        Decode(new NamespaceDecoder(), SharedData.WireBody("218-ns-terminating"))!.Terminating.ShouldBeTrue();
        Decode(new NamespaceDecoder(), SharedData.WireBody("19-ns-get"))!.Terminating.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"metadata":null}""")]
    [InlineData("""{"metadata":{"name":7}}""")]
    [InlineData("{}")]
    public void Decode_NoName_IsNoObject(string json) => Decode(new PodDecoder(), Encoding.UTF8.GetBytes(json)).ShouldBeNull();

    [Fact]
    public void Decode_BrokenTexts_AreReadAsFarAsTheyGo()
    {
        // Half a surrogate pair, escaped; a name of a property the same; a byte that is no UTF-8.
        byte[] json = [.. """{"metadata":{"name":"a\ud800b","\ud800":1,"labels":{"k\ud800":"v"},"uid":"""u8, (byte)'"', 0xFF, (byte)'"', .. "}}"u8];

        var ns = Decode(new NamespaceDecoder(), json)!;

        ns.Key.Name.ShouldStartWith("a");
        ns.Uid.ShouldBe("\uFFFD");
    }

    /// <summary>Whatever a field holds, the object is read; only text that is no JSON is refused.</summary>
    [Theory]
    [InlineData("core.v1.Pod.json", 1)]
    [InlineData("core.v1.Event.json", 2)]
    [InlineData("core.v1.Namespace.json", 3)]
    public void Decode_FieldsOfOddTypes_NeverThrows(string file, int seed)
    {
        var bytes = File.ReadAllBytes(SharedData.Path("kubernetes", "api-roundtrip", file));
        var random = new Random(seed);
        for (var round = 0; round < 400; round++)
        {
            var tree = JsonNode.Parse(bytes)!.AsObject();
            for (var i = random.Next(1, 6); i > 0; i--)
            {
                Spoil(tree, random);
            }

            var odd = Encoding.UTF8.GetBytes(tree.ToJsonString());
            Decode(new PodDecoder(), odd);
            Decode(new EventDecoder(), odd);
            Decode(new NamespaceDecoder(), odd);
            Decode(new SparkApplicationDecoder(), odd);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Decode_CutOrChangedBytes_IsReadOrRefusedAsJson(int seed)
    {
        var bytes = File.ReadAllBytes(SharedData.Path("kubernetes", "api-roundtrip", "core.v1.Pod.json"));
        var random = new Random(seed);
        for (var round = 0; round < 500; round++)
        {
            var odd = bytes[..random.Next(1, bytes.Length + 1)];
            for (var i = random.Next(4); i > 0; i--)
            {
                odd[random.Next(odd.Length)] = (byte)random.Next(256);
            }

            var thrown = Record.Exception(() => Decode(new PodDecoder(), odd));
            (thrown is null or JsonException).ShouldBeTrue($"seed {seed}, round {round}: {thrown}");
        }
    }

    internal static T? Decode<T>(IViewDecoder<T> decoder, byte[] json)
        where T : class, IClusterObject
    {
        var reader = new Utf8JsonReader(json, JsonWalk.Options);
        reader.Read();
        return decoder.Decode("c", ref reader);
    }

    private static void Spoil(JsonObject tree, Random random)
    {
        JsonNode at = tree;
        while (true)
        {
            var children = at switch
            {
                JsonObject o => o.Select(p => p.Value).ToList(),
                JsonArray a => a.ToList(),
                _ => [],
            };
            if (children.Count == 0 || children[random.Next(children.Count)] is not { } child)
            {
                return;
            }

            if (random.Next(3) == 0 || child is JsonValue)
            {
                child.ReplaceWith(JsonNode.Parse(Odd[random.Next(Odd.Length)]));
                return;
            }

            at = child;
        }
    }
}
