using System.Net;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Logs;
using Portal.UnitTests.Fakes;

namespace Portal.UnitTests.Api;

public sealed class JobLogApiTests : IAsyncLifetime
{
    private const string Url = "/api/v1/workspaces/team-a/jobs/pi/log";

    private static readonly LogId Log = FakeLogStore.Id("uid-pi");

    private TestPortal _portal = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _portal = await TestPortal.StartAsync();
        _portal.Jobs.Add("pi");
        _client = _portal.Client("analyst-token");
    }

    public async ValueTask DisposeAsync() => await _portal.DisposeAsync();

    [Theory]
    [InlineData("", "0\n1\n2\n3\n")]
    [InlineData("?from=3", "2\n3\n")]
    [InlineData("?tail=1", "3\n")]
    [InlineData("?tail=0", "")]
    [InlineData("?from=9", "")]
    [InlineData("?tail=1&timestamps=true", "2026-05-28T20:26:40.003000042Z 3\n")]
    public async Task Log_PartAskedFor_IsGivenAsText(string query, string expected)
    {
        _portal.Logs.Create(Log);
        _portal.Logs.Append(Log, "0", "1", "2", "3");

        var answer = await _client.GetAsync(Url + query);

        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/plain; charset=utf-8");
        (await answer.Content.ReadAsStringAsync()).ShouldBe(expected);
    }

    [Fact]
    public async Task Log_Followed_GivesEachLineAsItIsWrittenAndEnds()
    {
        _portal.Logs.Create(Log);
        _portal.Logs.Append(Log, "first");
        using var reader = new StreamReader(await _client.GetStreamAsync($"{Url}?follow=true"));

        (await reader.ReadLineAsync()).ShouldBe("first");
        _portal.Logs.Append(Log, "second");
        (await reader.ReadLineAsync()).ShouldBe("second");
        _portal.Logs.End(Log);

        (await reader.ReadLineAsync()).ShouldBeNull();
    }

    [Fact]
    public async Task Log_FollowedBeforeTheDriverStarts_WaitsForIt()
    {
        using var answer = await _client.GetAsync($"{Url}?follow=true", HttpCompletionOption.ResponseHeadersRead);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);

        _portal.Logs.Create(Log);
        _portal.Logs.Append(Log, "here");
        _portal.Logs.End(Log);

        (await answer.Content.ReadAsStringAsync()).ShouldBe("here\n");
    }

    [Fact]
    public async Task Log_FollowedOfARunThatNeverWrites_EndsWithTheRun()
    {
        using var answer = await _client.GetAsync($"{Url}?follow=true", HttpCompletionOption.ResponseHeadersRead);

        _portal.Jobs.Update("pi", run => run with { State = JobState.Failed });

        (await answer.Content.ReadAsStringAsync()).ShouldBe("");
    }

    [Fact]
    public async Task Log_OfSeveralAttempts_IsTheLatestUnlessAnotherIsAskedFor()
    {
        var second = Log with { PodUid = "uid-2" };
        _portal.Logs.Create(Log, attempt: 1);
        _portal.Logs.Create(second, attempt: 2);
        _portal.Logs.Append(Log, "one");
        _portal.Logs.Append(second, "two");

        (await _client.GetStringAsync(Url)).ShouldBe("two\n");
        (await _client.GetStringAsync($"{Url}?attempt=1")).ShouldBe("one\n");
    }

    [Theory]
    [InlineData("?from=1&tail=1")]
    [InlineData("?from=0")]
    [InlineData("?tail=many")]
    public async Task Log_UnacceptablePart_IsABadRequest(string query) =>
        (await _client.GetAsync(Url + query)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Log_NotThere_SaysHowToWaitForIt()
    {
        var answer = await _client.GetAsync(Url);

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("follow=true");
    }

    [Fact]
    public async Task Log_OfAnotherRunOfTheSameName_IsNotGiven()
    {
        _portal.Logs.Create(Log);

        (await _client.GetAsync($"{Url}?uid=earlier")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Log_WithoutTheRight_NamesIt()
    {
        _portal.Cluster.Closed.Add("team-a");

        var answer = await _client.GetAsync(Url);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("pods/log");
    }

    [Fact]
    public async Task Log_ClusterDown_IsUnavailableWithAWait()
    {
        _portal.Cluster.Outage = new ClusterException(ClusterErrorKind.Unreachable, "connection refused");

        var answer = await _client.GetAsync(Url);

        answer.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        answer.Headers.RetryAfter.ShouldNotBeNull();
    }

    [Fact]
    public async Task Log_FollowedWhileThePortalStops_DoesNotHoldItUp()
    {
        _portal.Logs.Create(Log);
        _portal.Logs.Append(Log, "first");
        using var reader = new StreamReader(await _client.GetStreamAsync($"{Url}?follow=true"));
        await reader.ReadLineAsync();

        await _portal.App.StopAsync().WaitAsync(TimeSpan.FromSeconds(3));

        await Should.ThrowAsync<IOException>(async () => await reader.ReadLineAsync());
    }
}
