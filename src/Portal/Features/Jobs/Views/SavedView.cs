namespace Portal.Features.Jobs.Views;

/// <summary>A way to look at the list of runs that a person gave a name.</summary>
/// <param name="Name">Its name, unique among the person's own.</param>
/// <param name="Query">Filter, order and columns, as <see cref="RunView.ToQuery"/> writes them.</param>
public sealed record SavedView(string Name, string Query);
