using System.Text;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Kube.Api;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Api;

public sealed class KubeHttpTests
{
    private static readonly ResourceKey Key = new("c", ResourceKind.ConfigMap, "team-a", "c1");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Send_CallerWithGroups_EachGroupIsALineOfItsOwn()
    {
        await using var api = await FakeApi.StartAsync();
        using var http = api.Http();
        api.Store.Put(ResourceKind.ConfigMap, "team-a", "c1");

        await new ResourceClient(http).GetAsync(new Caller("José, the second", ["team a, and b", "group-ü", "system:authenticated"]), Key, Ct);

        var headers = api.Requests.Single().Headers;
        headers["Impersonate-User"].ShouldBe(["José, the second"]);
        headers["Impersonate-Group"].ShouldBe(["team a, and b", "group-ü"]);
        headers["Authorization"].ShouldBe(["Bearer secret-token"]);
    }

    [Theory]
    [InlineData("evil\r\nX-Remote-User: root", "g")]
    [InlineData("user", "g\r\nImpersonate-Group: system:masters")]
    [InlineData("user", "g\u001Fsystem:masters")]
    public async Task Send_NameCouldBreakOutOfItsLine_IsRefused(string user, string group)
    {
        await using var api = await FakeApi.StartAsync();
        using var http = api.Http();

        var e = await Should.ThrowAsync<ClusterException>(() => new ResourceClient(http).GetAsync(new Caller(user, [group, "other"]), Key, Ct));

        e.Kind.ShouldBe(ClusterErrorKind.Invalid);
        api.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Send_PortalItself_ImpersonatesNobody()
    {
        await using var api = await FakeApi.StartAsync();
        using var http = api.Http();
        api.Store.Put(ResourceKind.ConfigMap, "team-a", "c1");

        await new ResourceClient(http).GetAsync(Caller.Portal, Key, Ct);

        var request = api.Requests.Single();
        request.Headers.Keys.ShouldNotContain(h => h.StartsWith("Impersonate", StringComparison.OrdinalIgnoreCase));
        request.Headers["User-Agent"].Single().ShouldStartWith("dataportal/");
    }

    [Fact]
    public async Task Get_ServerIsBusyTwice_IsRepeatedAfterTheTimeAsked()
    {
        await using var api = await FakeApi.StartAsync();
        using var http = api.Http(new AcceleratedTime(50));
        api.Store.Put(ResourceKind.ConfigMap, "team-a", "c1");
        var calls = 0;
        api.Faults = _ => Interlocked.Increment(ref calls) <= 2 ? new Fault { Status = calls == 1 ? 503 : 429, RetryAfter = "1" } : Fault.None;

        var found = await new ResourceClient(http).GetAsync(Caller.Portal, Key, Ct);

        ((string?)found["metadata"]!["name"]).ShouldBe("c1");
        calls.ShouldBe(3);
    }

    [Theory]
    [InlineData(503)]
    [InlineData(500)]
    public async Task Create_ServerFails_IsNotRepeated(int status)
    {
        await using var api = await FakeApi.StartAsync();
        using var http = api.Http(new AcceleratedTime(50));
        api.Faults = _ => new Fault { Status = status };

        await Should.ThrowAsync<ClusterException>(() => new ResourceClient(http).CreateAsync(Caller.Portal, ResourceKind.ConfigMap, "team-a", [], dryRun: false, Ct));

        api.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Create_ConnectionBreaks_IsUnreachableAndNotRepeated()
    {
        await using var api = await FakeApi.StartAsync();
        using var http = api.Http(new AcceleratedTime(50));
        api.Handler = context =>
        {
            context.Abort();
            return Task.FromResult(true);
        };

        var e = await Should.ThrowAsync<ClusterException>(() => new ResourceClient(http).CreateAsync(Caller.Portal, ResourceKind.ConfigMap, "team-a", [], dryRun: false, Ct));

        e.Kind.ShouldBe(ClusterErrorKind.Unreachable);
        api.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Get_RetryAfterIsLong_GivesUpAtOnce()
    {
        await using var api = await FakeApi.StartAsync();
        using var http = api.Http();
        api.Faults = _ => new Fault { Status = 503, RetryAfter = "3600" };

        var e = await Should.ThrowAsync<ClusterException>(() => new ResourceClient(http).GetAsync(Caller.Portal, Key, Ct));

        e.RetryAfter.ShouldBe(TimeSpan.FromHours(1));
        api.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Get_NoAnswerInTime_IsUnreachable()
    {
        await using var api = await FakeApi.StartAsync();
        using var http = api.Http(timeout: TimeSpan.FromMilliseconds(100));
        api.Handler = async context =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            return true;
        };

        var e = await Should.ThrowAsync<ClusterException>(() => new ResourceClient(http).GetAsync(Caller.Portal, Key, Ct));

        e.Kind.ShouldBe(ClusterErrorKind.Unreachable);
        e.Message.ShouldContain("no answer within");
    }

    [Fact]
    public async Task Get_CallerCancels_EndsWithTheCallersToken()
    {
        await using var api = await FakeApi.StartAsync();
        using var http = api.Http();
        using var cancel = new CancellationTokenSource();
        api.Handler = async context =>
        {
            await cancel.CancelAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            return true;
        };

        await Should.ThrowAsync<OperationCanceledException>(() => new ResourceClient(http).GetAsync(Caller.Portal, Key, cancel.Token));
    }

    [Fact]
    public async Task Get_NobodyListens_IsUnreachableAndNamesTheServer()
    {
        var api = await FakeApi.StartAsync();
        var address = api.Address;
        using var http = api.Http(new AcceleratedTime(50));
        await api.DisposeAsync();

        var e = await Should.ThrowAsync<ClusterException>(() => new ResourceClient(http).GetAsync(Caller.Portal, Key, Ct));

        e.Kind.ShouldBe(ClusterErrorKind.Unreachable);
        e.Message.ShouldContain(address.Authority);
        e.Message.ShouldContain("refused");
    }

    [Fact]
    public async Task Send_TokenIsRefused_IsRenewedOnceAndTriedAgain()
    {
        await using var api = await FakeApi.StartAsync();
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "old\n", Ct);
            using var http = new KubeHttp(
                api.Endpoint(new TokenFileCredential(file, certificate: null, TimeProvider.System)),
                TimeSpan.FromSeconds(30),
                TimeProvider.System,
                Microsoft.Extensions.Logging.Abstractions.NullLogger<KubeHttp>.Instance);
            api.Store.Put(ResourceKind.ConfigMap, "team-a", "c1");
            api.Handler = async context =>
            {
                if (context.Request.Headers.Authorization == "Bearer new")
                {
                    return false;
                }

                // Renewed without a trace in the file's time, as behind a swapped link.
                var written = File.GetLastWriteTimeUtc(file);
                await File.WriteAllTextAsync(file, "new\n", Ct);
                File.SetLastWriteTimeUtc(file, written);
                await FakeApi.WriteStatusAsync(context, 401, "Unauthorized", "Unauthorized");
                return true;
            };

            var found = await new ResourceClient(http).GetAsync(Caller.Portal, Key, Ct);

            found.ShouldNotBeNull();
            api.Requests.Select(r => r.Headers["Authorization"].Single()).ShouldBe(["Bearer old", "Bearer new"]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Send_TokenIsRefusedAgain_IsUnauthorized()
    {
        await using var api = await FakeApi.StartAsync();
        using var http = api.Http();
        api.Faults = _ => new Fault { Status = 401 };

        var e = await Should.ThrowAsync<ClusterException>(() => new ResourceClient(http).GetAsync(Caller.Portal, Key, Ct));

        e.Kind.ShouldBe(ClusterErrorKind.Unauthorized);
        api.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Requests_OfEveryVerb_AreWhatKubernetesExpects()
    {
        await using var api = await FakeApi.StartAsync();
        using var http = api.Http();
        api.Handler = async context =>
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes("{}"), Ct);
            return true;
        };
        var client = new ResourceClient(http);

        await client.CreateAsync(Caller.Portal, ResourceKind.SparkApplication, "team-a", new JsonObject { ["a"] = 1 }, dryRun: true, Ct);
        await client.ReplaceAsync(Caller.Portal, Key, [], Ct);
        await client.MergePatchAsync(Caller.Portal, Key, [], Ct);
        await client.JsonPatchAsync(Caller.Portal, Key, [], Ct);
        await client.ApplyAsync(Caller.Portal, Key, [], force: true, Ct);
        await client.DeleteAsync(Caller.Portal, Key, "u-1", "Foreground", Ct);

        api.Requests.Select(r => $"{r.Method} {r.Path}{r.Query} {r.Headers["Content-Type"].Single()} {r.Body}").ShouldBe(
        [
            """POST /apis/sparkoperator.k8s.io/v1beta2/namespaces/team-a/sparkapplications?fieldManager=dataportal&dryRun=All application/json {"a":1}""",
            "PUT /api/v1/namespaces/team-a/configmaps/c1?fieldManager=dataportal application/json {}",
            "PATCH /api/v1/namespaces/team-a/configmaps/c1?fieldManager=dataportal application/merge-patch+json {}",
            "PATCH /api/v1/namespaces/team-a/configmaps/c1?fieldManager=dataportal application/json-patch+json []",
            "PATCH /api/v1/namespaces/team-a/configmaps/c1?fieldManager=dataportal&force=true application/apply-patch+yaml {}",
            """DELETE /api/v1/namespaces/team-a/configmaps/c1 application/json {"apiVersion":"v1","kind":"DeleteOptions","preconditions":{"uid":"u-1"},"propagationPolicy":"Foreground"}""",
        ]);
    }

    /// <summary>An empty name would delete everything in the namespace.</summary>
    [Theory]
    [InlineData("", "c1")]
    [InlineData("team-a", "")]
    [InlineData("team-a", "..")]
    [InlineData(".", "c1")]
    public async Task Delete_NameIsMissingOrClimbs_IsRefused(string ns, string name)
    {
        await using var api = await FakeApi.StartAsync();
        using var http = api.Http();

        var e = await Should.ThrowAsync<ClusterException>(() => new ResourceClient(http).DeleteAsync(Caller.Portal, Key with { Namespace = ns, Name = name }, null, null, Ct));

        e.Kind.ShouldBe(ClusterErrorKind.Invalid);
        api.Requests.ShouldBeEmpty();
    }

    [Fact]
    public void Path_NameHasOddCharacters_StaysOnePart() =>
        ResourcePath.Object(Key with { Name = "a/b?c d" }).ShouldBe("api/v1/namespaces/team-a/configmaps/a%2Fb%3Fc%20d");
}
