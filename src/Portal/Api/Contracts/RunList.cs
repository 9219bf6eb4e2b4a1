namespace Portal.Api.Contracts;

/// <summary>Some runs, newest first.</summary>
/// <param name="Runs">The runs, without their definitions.</param>
/// <param name="Next">Pass as <c>after</c> for the next page; null on the last one.</param>
public sealed record RunList(IReadOnlyList<RunResource> Runs, string? Next);
