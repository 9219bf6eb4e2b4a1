using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Features.Jobs.Filters;

namespace Portal.Features.Jobs.Views;

/// <summary>One tab over the list of runs.</summary>
/// <param name="TextKey">Key of its name; empty for a view that a person named.</param>
/// <param name="Name">Name that a person gave; empty for a built-in view.</param>
/// <param name="View">What it shows.</param>
public sealed record ViewTab(string TextKey, string Name, RunView View)
{
    public bool Own => Name.Length > 0;

    /// <summary>The built-in views, then the person's own.</summary>
    public static IReadOnlyList<ViewTab> For(Caller caller, IEnumerable<SavedView> own) =>
    [
        new("AllRuns", "", new RunView()),
        new("ViewMine", "", new RunView { Filter = new RunFilter { People = [caller.User] } }),
        new("ViewFailed", "", new RunView { Filter = new RunFilter { States = [JobState.Failed], Time = "7d" } }),
        .. own.Select(v => new ViewTab("", v.Name, RunView.Parse(v.Query))),
    ];

    /// <summary>The tab that shows exactly this; else the one that shows the same runs; else none.</summary>
    public static ViewTab? Current(IReadOnlyList<ViewTab> tabs, RunView view) =>
        tabs.FirstOrDefault(t => t.View.ToQuery() == view.ToQuery())
        ?? tabs.FirstOrDefault(t => t.View.Filter.ToQuery() == view.Filter.ToQuery());
}
