using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Features.Jobs.Columns;
using Portal.Features.Jobs.Filters;
using Portal.Features.Jobs.Views;

namespace Portal.UnitTests.Pages;

public sealed class RunViewTests
{
    private static readonly Caller Analyst = new("analyst", []);

    [Fact]
    public void Query_OfAView_IsParsedIntoTheSame()
    {
        var view = new RunView
        {
            Filter = new RunFilter { States = [JobState.Failed], Text = "a & b", Time = "7d" },
            Sort = new RunSort(RunColumn.Find("duration")!, Descending: true),
            Columns = ["state", "job", "exit"],
        };

        var parsed = RunView.Parse(view.ToQuery());

        parsed.ToQuery().ShouldBe(view.ToQuery());
        parsed.Sort.ShouldBe(view.Sort);
        parsed.Columns.ShouldBe(view.Columns);
    }

    [Theory]
    [InlineData("?sort=nothing&cols=nothing,,")]
    [InlineData("?sort=what")] // no order to sort it by
    [InlineData("?sort=-submitted")]
    public void Query_ThatMeansNothing_IsTheUsualView(string query) => RunView.Parse(query).ToQuery().ShouldBe("");

    [Fact]
    public void Sort_OfTheSameColumnAgain_TurnsRound()
    {
        var job = RunColumn.Find("job")!;

        var once = RunSort.NewestFirst.By(job);

        once.ToString().ShouldBe("job");
        once.By(job).ToString().ShouldBe("-job");
    }

    [Fact]
    public void Columns_Chosen_StandInTheirUsualOrder_WithThoseThatAreAlwaysThere() =>
        RunColumn.Of(["exit", "by", "nothing"]).Select(c => c.Key).ShouldBe(["state", "job", "by", "exit"]);

    [Fact]
    public void Tab_OfAView_IsTheOneThatShowsTheSameRuns()
    {
        var tabs = ViewTab.For(Analyst, [new SavedView("Mine by time", "?by=analyst&sort=-duration")]);

        ViewTab.Current(tabs, RunView.Parse("?by=analyst"))!.TextKey.ShouldBe("ViewMine");
        ViewTab.Current(tabs, RunView.Parse("?by=analyst&sort=job"))!.TextKey.ShouldBe("ViewMine");
        ViewTab.Current(tabs, RunView.Parse("?by=analyst&sort=-duration"))!.Name.ShouldBe("Mine by time");
        ViewTab.Current(tabs, RunView.Parse("?by=somebody")).ShouldBeNull();
    }
}
