using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Clusters;
using Portal.Core.Logs;
using Portal.Hubs;
using Portal.UnitTests.Fakes;

namespace Portal.UnitTests.Hubs;

public sealed class LogHubTests : IAsyncLifetime
{
    private static readonly LogId Log = FakeLogStore.Id("uid-pi");
    private const string Name = "pi-driver/uid-pi-driver/spark-kubernetes-driver";

    private TestPortal _portal = null!;
    private HubClient _hub = null!;
    private string _ticket = "";

    public async ValueTask InitializeAsync()
    {
        _portal = await TestPortal.StartAsync();
        _ticket = _portal.App.Services.GetRequiredService<RunTickets>().Issue(_portal.Jobs.Add("pi"));
        _hub = await HubClient.ConnectAsync(_portal, "analyst-token");
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _portal.DisposeAsync();
    }

    [Fact]
    public async Task Lines_OfALog_AreGivenAsColumns()
    {
        _portal.Logs.Create(Log);
        _portal.Logs.Append(Log, "one", "two", "three");

        var page = (await _hub.InvokeAsync("Lines", _ticket, Name, 1, 10))["result"]!;

        page["from"]!.GetValue<long>().ShouldBe(1);
        page["texts"]!.AsArray().Select(text => text!.GetValue<string>()).ShouldBe(["two", "three"]);
        page["times"]![0]!.GetValue<long>().ShouldBe(1_780_000_000_001);
        page["total"]!.GetValue<long>().ShouldBe(3);
        page["state"]!.GetValue<string>().ShouldBe("Streaming");
    }

    [Fact]
    public async Task Lines_MoreThanAllowed_AreCapped()
    {
        _portal.Logs.Create(Log);
        _portal.Logs.Append(Log, Enumerable.Range(0, 5000).Select(i => $"line {i}"));

        var page = (await _hub.InvokeAsync("Lines", _ticket, Name, 0, int.MaxValue))["result"]!;

        page["texts"]!.AsArray().Count.ShouldBe(2000);
    }

    [Fact]
    public async Task Follow_LinesWrittenLater_ArriveInOrderUntilTheEnd()
    {
        _portal.Logs.Create(Log);
        _portal.Logs.Append(Log, "0");
        var texts = new List<string>();

        await foreach (var page in _hub.StreamAsync("Follow", [_ticket, Name, 0]))
        {
            page["from"]!.GetValue<long>().ShouldBe(texts.Count);
            texts.AddRange(page["texts"]!.AsArray().Select(text => text!.GetValue<string>()));
            if (texts.Count < 5)
            {
                _portal.Logs.Append(Log, [$"{texts.Count}"]);
            }
            else
            {
                _portal.Logs.End(Log);
            }
        }

        texts.ShouldBe(["0", "1", "2", "3", "4"]);
    }

    [Fact]
    public async Task Logs_AppearingLater_AreListedAgain()
    {
        var lists = _hub.StreamAsync("Logs", [_ticket]).GetAsyncEnumerator();
        (await lists.MoveNextAsync()).ShouldBeTrue();
        lists.Current.AsArray().ShouldBeEmpty();

        _portal.Logs.Create(Log);
        (await lists.MoveNextAsync()).ShouldBeTrue();

        lists.Current[0]!["id"]!.GetValue<string>().ShouldBe(Name);
        lists.Current[0]!["role"]!.GetValue<string>().ShouldBe("driver");
    }

    [Fact]
    public async Task Find_Backwards_GoesToTheMatchBefore()
    {
        _portal.Logs.Create(Log);
        _portal.Logs.Append(Log, Enumerable.Range(0, 9000).Select(i => i is 3 or 8000 ? "Needle" : "hay"));

        (await _hub.InvokeAsync("Find", _ticket, Name, "needle", 0, false))["result"]!["line"]!.GetValue<long>().ShouldBe(3);
        (await _hub.InvokeAsync("Find", _ticket, Name, "needle", 4, false))["result"]!["line"]!.GetValue<long>().ShouldBe(8000);
        (await _hub.InvokeAsync("Find", _ticket, Name, "needle", 7999, true))["result"]!["line"]!.GetValue<long>().ShouldBe(3);
        (await _hub.InvokeAsync("Find", _ticket, Name, "needle", 2, true))["result"]!["line"].ShouldBeNull();
    }

    [Fact]
    public async Task AnyCall_WithoutTheRightToReadLogs_IsForbidden()
    {
        _portal.Logs.Create(Log);
        _portal.Cluster.Closed.Add("team-a");

        Error(await _hub.InvokeAsync("Lines", _ticket, Name, 0, 1)).ShouldContain(LogHubError.Forbidden);
        Error(await _hub.InvokeAsync("Find", _ticket, Name, "x", 0, false)).ShouldContain(LogHubError.Forbidden);
    }

    [Fact]
    public async Task AnyCall_WithATicketOfOnesOwnMaking_FindsNothing() =>
        Error(await _hub.InvokeAsync("Lines", """{"Cluster":"sandbox","Workspace":"team-a","RunUid":"uid-pi"}""", Name, 0, 1)).ShouldContain(LogHubError.NotFound);

    [Theory]
    [InlineData("pi-driver")]
    [InlineData("../../../x")]
    [InlineData("a/b/c/d")]
    [InlineData("no/such/log")]
    public async Task Lines_OfWhatIsNoLog_AreNotFound(string log) =>
        Error(await _hub.InvokeAsync("Lines", _ticket, log, 0, 1)).ShouldContain(LogHubError.NotFound);

    [Fact]
    public async Task AnyCall_WhileTheClusterIsDown_SaysToTryAgain()
    {
        _portal.Logs.Create(Log);
        _portal.Cluster.Outage = new ClusterException(ClusterErrorKind.Unreachable, "connection refused");

        Error(await _hub.InvokeAsync("Lines", _ticket, Name, 0, 1)).ShouldContain(LogHubError.Unavailable);
    }

    [Fact]
    public async Task Follow_ClusterGoesDown_GoesOnWithTheLinesHeld()
    {
        _portal.Logs.Create(Log);
        var pages = _hub.StreamAsync("Follow", [_ticket, Name, 0]).GetAsyncEnumerator();
        await pages.MoveNextAsync();

        _portal.Cluster.Outage = new ClusterException(ClusterErrorKind.Unreachable, "connection refused");
        _portal.Logs.Append(Log, "still here");
        await pages.MoveNextAsync();

        pages.Current["texts"]![0]!.GetValue<string>().ShouldBe("still here");
    }

    private static string Error(JsonNode completion) => completion["error"]!.GetValue<string>();
}
