namespace Portal.Kube.Api;

/// <summary>One page of a list.</summary>
/// <param name="Items">The objects.</param>
/// <param name="ResourceVersion">Version that the whole list shows; all pages of one list have the same.</param>
/// <param name="Continue">Where the next page starts; null on the last.</param>
internal sealed record ListPage<T>(IReadOnlyList<T> Items, string ResourceVersion, string? Continue);
