namespace Portal.Core.Jobs;

/// <summary>Some runs, in the order asked for.</summary>
/// <param name="Runs">The runs; <see cref="JobRun.Definition"/> and <see cref="JobRun.ManifestJson"/> are not filled in lists.</param>
/// <param name="Next">Pass as <see cref="RunQuery.After"/> for the next page; null on the last one.</param>
/// <param name="Facets">Counts over the workspace with all filters but the facet's own; filled for the first page only.</param>
public sealed record RunPage(IReadOnlyList<JobRun> Runs, string? Next, RunFacets? Facets);
