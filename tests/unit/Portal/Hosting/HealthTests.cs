using System.Net;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.UnitTests.Fakes;

namespace Portal.UnitTests.Hosting;

public sealed class HealthTests : IAsyncLifetime
{
    private TestPortal _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await TestPortal.StartAsync();

    public async ValueTask DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    public async Task Healthz_ProcessLives_IsWellWhateverIsDown() =>
        (await _portal.Client().GetAsync("/healthz")).StatusCode.ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task Readyz_PartsDown_NamesThemAndSinceWhen()
    {
        _portal.Cluster.Health = new ClusterHealth(Connected: false, null, "connection refused");
        using var client = _portal.Client();

        var answer = await client.GetAsync("/readyz");

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var parts = (await ReportAsync(answer))["parts"]!;
        parts["cluster"]!["status"]!.GetValue<string>().ShouldBe("Unhealthy");
        parts["cluster"]!["detail"]!.GetValue<string>().ShouldBe("connection refused");
        parts["database"]!["status"]!.GetValue<string>().ShouldBe("Unhealthy");
        var since = parts["cluster"]!["since"]!.GetValue<string>();
        (await ReportAsync(await client.GetAsync("/readyz")))["parts"]!["cluster"]!["since"]!.GetValue<string>().ShouldBe(since);
    }

    [Fact]
    public async Task Readyz_AskedFromElsewhere_KeepsTheDetailsToItself()
    {
        _portal.Cluster.Health = new ClusterHealth(Connected: false, null, "https://10.0.0.1:6443 refused");
        using var client = _portal.Client();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "10.0.0.7");

        (await (await client.GetAsync("/readyz")).Content.ReadAsStringAsync()).ShouldNotContain("10.0.0.1");
    }

    private static async Task<JsonNode> ReportAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
}
