using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Node;

public sealed class ContainerLogsTests : NodeTest
{
    internal override Task<TestNode> StartAsync() => TestNode.StartAsync(Folder, options: o => o with { LogFileBytes = 64 * 1024, LogFiles = 3 });

    [Fact]
    public async Task Log_WithOptions_IsCutAsAsked()
    {
        var pod = await Node.RunAsync(TestNode.Pod("counts", "for i in 1 2 3 4 5; do echo line $i; done; printf unfinished"));

        (await Node.LogAsync(pod)).ShouldBe("line 1\nline 2\nline 3\nline 4\nline 5\nunfinished\n");
        (await Node.LogAsync(pod, new LogRequest { TailLines = 2 })).ShouldBe("line 5\nunfinished\n");
        (await Node.LogAsync(pod, new LogRequest { TailLines = 0 })).ShouldBe("");
        (await Node.LogAsync(pod, new LogRequest { TailLines = 100 })).ShouldStartWith("line 1\n");
        (await Node.LogAsync(pod, new LogRequest { LimitBytes = 9 })).ShouldBe("line 1\nli");
    }

    [Fact]
    public async Task Log_SinceAStamp_GoesOnExactlyThere()
    {
        var pod = await Node.RunAsync(TestNode.Pod("stamps", "seq 1 200"));
        var lines = (await Node.LogAsync(pod, new LogRequest { Timestamps = true })).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.Length.ShouldBe(200);
        var stamps = lines.Select(l => l[..30]).ToList();
        stamps.Distinct().Count().ShouldBe(200);
        stamps.ShouldBe(stamps.Order(StringComparer.Ordinal));
        // A time holds 100 ns, a stamp one: the line asked for is the first or at most 99 lines further on.
        var since = DateTimeOffset.Parse(stamps[150], CultureInfo.InvariantCulture);
        var rest = await Node.LogAsync(pod, new LogRequest { Since = since });
        rest.ShouldEndWith("199\n200\n");
        rest.ShouldContain("\n152\n");
        (await Node.LogAsync(pod, new LogRequest { Since = since.AddHours(1) })).ShouldBe("");
    }

    [Fact]
    public async Task Log_OfLongLinesAndManyFiles_IsWhole()
    {
        // 100,000 characters without an end, in a log that begins a new file every 64 KiB and keeps three of them.
        var pod = await Node.RunAsync(TestNode.Pod("long", "head -c 100000 /dev/zero | tr '\\0' x; echo; echo end"));

        (await Node.LogAsync(pod)).ShouldBe(new string('x', 100_000) + "\nend\n");
        (await Node.LogAsync(pod, new LogRequest { TailLines = 1 })).ShouldBe("end\n");
    }

    [Fact]
    public async Task Log_ThatGrowsTooBig_LosesItsOldestLines()
    {
        var pod = await Node.RunAsync(TestNode.Pod("many", "seq 1 200000"));

        var lines = (await Node.LogAsync(pod)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => int.Parse(l, CultureInfo.InvariantCulture)).ToList();
        lines[^1].ShouldBe(200_000);
        lines[0].ShouldBeGreaterThan(1);
        lines.ShouldBe(Enumerable.Range(lines[0], lines.Count));
        Directory.GetFiles(Path.Combine(Folder, "node"), "*.log", SearchOption.AllDirectories).Length.ShouldBeLessThanOrEqualTo(3);
    }

    [Fact]
    public async Task Follow_RunningContainer_GivesLinesAsTheyComeUntilItEnds()
    {
        var pod = await Node.RunningAsync(TestNode.Pod("follows", "echo one; while [ ! -e /tmp/go ]; do sleep 0.02; done; echo two", p =>
        {
            p["spec"]!["volumes"] = new JsonArray(new JsonObject { ["name"] = "tmp", ["emptyDir"] = new JsonObject() });
            FirstContainer(p)["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "tmp", ["mountPath"] = "/tmp" });
        }));
        var pipe = new Pipe();
        var following = Node.FollowAsync(pod, new LogRequest { Follow = true }, pipe.Writer.AsStream(), Ct);
        using var reader = new StreamReader(pipe.Reader.AsStream());

        (await reader.ReadLineAsync(Ct)).ShouldBe("one");
        following.IsCompleted.ShouldBeFalse();
        await File.WriteAllTextAsync(Path.Combine(Folder, "node", "pods", pod.Uid(), "volumes", "tmp", "go"), "", Ct);
        (await reader.ReadLineAsync(Ct)).ShouldBe("two");
        await following.WaitAsync(TimeSpan.FromSeconds(20), Ct);
    }

    [Fact]
    public async Task Follow_WithLimit_EndsAtTheLimit()
    {
        var pod = await Node.RunningAsync(TestNode.Pod("limited", "while true; do echo line; sleep 0.01; done"));
        using var output = new MemoryStream();

        await Node.FollowAsync(pod, new LogRequest { Follow = true, LimitBytes = 12 }, output, Ct).WaitAsync(TimeSpan.FromSeconds(20), Ct);

        Encoding.UTF8.GetString(output.ToArray()).ShouldBe("line\nline\nli");
    }

    [Fact]
    public async Task Previous_AfterARestart_IsTheRunBefore()
    {
        await Node.CreateAsync(TestNode.Pod("again", "echo $$$$; [ -e /keep/x ] && sleep 60; touch /keep/x; echo first; exit 1", p =>
        {
            p["spec"]!["restartPolicy"] = "OnFailure";
            p["spec"]!["volumes"] = new JsonArray(new JsonObject { ["name"] = "keep", ["emptyDir"] = new JsonObject() });
            FirstContainer(p)["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "keep", ["mountPath"] = "/keep" });
        }));

        var pod = await Node.UntilAsync("again", p => MainStatus(p).Whole("restartCount") == 1 && MainStatus(p).At("state", "running") is not null);
        (await Node.LogAsync(pod, new LogRequest { Previous = true })).ShouldEndWith("first\n");
        (await Node.LogAsync(pod)).ShouldNotContain("first");
    }

    [Theory]
    [InlineData("nope", false, "container nope is not valid for pod two")]
    [InlineData(null, false, "a container name must be specified for pod two, choose one of: [a b]")]
    [InlineData("a", true, "previous terminated container \"a\" in pod \"two\" not found")]
    [InlineData("b", false, "container \"b\" in pod \"two\" is waiting to start: CreateContainerConfigError")]
    public async Task Log_ThatIsNotThere_IsRefusedInKubeletsWords(string? container, bool previous, string message)
    {
        await Node.CreateAsync(TestNode.Pod("two", "sleep 60", p => p["spec"]!["containers"] = JsonNode.Parse("""
            [
              { "name": "a", "image": "shell", "command": ["/bin/sleep", "60"] },
              { "name": "b", "image": "shell", "command": ["/bin/true"], "envFrom": [{ "secretRef": { "name": "nosuch" } }] }
            ]
            """)));
        var pod = await Node.UntilAsync("two", p => p.Items("status", "containerStatuses").Any(s => s.Text("state", "waiting", "reason") == "CreateContainerConfigError")
            && p.Items("status", "containerStatuses").Any(s => s.At("state", "running") is not null));

        var refusal = await Should.ThrowAsync<ApiException>(() => Node.LogAsync(pod, new LogRequest { Container = container, Previous = previous }));
        refusal.Message.ShouldBe(message);
        refusal.Code.ShouldBe(400);
    }

    [Fact]
    public async Task Log_OfAPodThatWasRemoved_IsRemovedWithIt()
    {
        var pod = await Node.RunAsync(TestNode.Pod("gone", "echo x"));

        await Node.Objects.DeleteAsync(ResourceTypes.Pods, "team-a", "gone", uid: null, graceSeconds: null, Ct);

        await TestNode.UntilAsync(() => !Directory.Exists(Path.Combine(Folder, "node", "pods", pod.Uid())));
    }
}
