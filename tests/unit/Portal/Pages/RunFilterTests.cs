using Portal.Components;
using Portal.Core.Jobs;
using Portal.Features.Jobs.Filters;

namespace Portal.UnitTests.Pages;

public sealed class RunFilterTests
{
    [Fact]
    public void Query_OfAFilter_IsParsedIntoTheSame()
    {
        var filter = new RunFilter
        {
            States = [JobState.Failed, JobState.Running],
            People = ["anna & co", ""],
            Jobs = ["sales-report"],
            Text = "out of memory?",
            Time = "days",
            From = new DateOnly(2026, 11, 1),
            To = new DateOnly(2026, 11, 21),
        };

        var parsed = RunFilter.Parse(new Uri("http://portal.test/w/team-a/jobs" + filter.ToQuery()));

        parsed.ToQuery().ShouldBe(filter.ToQuery());
        parsed.States.ShouldBe(filter.States, ignoreOrder: true);
        parsed.People.ShouldBe(filter.People, ignoreOrder: true);
        parsed.Text.ShouldBe(filter.Text);
        parsed.To.ShouldBe(filter.To);
    }

    [Theory]
    [InlineData("?state=nonsense&state=99&time=forever&from=yesterday")]
    [InlineData("?q=&job=")]
    [InlineData("")]
    public void Query_ThatMeansNothing_FiltersNothing(string query) =>
        RunFilter.Parse(new Uri("http://portal.test/w/team-a/jobs" + query)).IsEmpty.ShouldBeTrue();

    [Fact]
    public void Days_BeginAndEndInTheReadersZone()
    {
        var clock = new UserClock(TimeProvider.System);
        clock.Use("Europe/Berlin");
        var filter = new RunFilter { Time = "days", From = new DateOnly(2026, 11, 21), To = new DateOnly(2026, 11, 21) };

        var query = filter.ToRunQuery("team-a", clock);

        query.Since.ShouldBe(new DateTimeOffset(2026, 11, 20, 23, 0, 0, TimeSpan.Zero));
        query.Until.ShouldBe(new DateTimeOffset(2026, 11, 21, 23, 0, 0, TimeSpan.Zero));
    }
}
