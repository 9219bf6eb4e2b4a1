using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>One page of a list.</summary>
/// <param name="Version">Version of the whole list.</param>
/// <param name="Items">Objects of this page.</param>
/// <param name="Continue">How to ask for the next page; null on the last.</param>
/// <param name="Remaining">Objects on later pages, where that is known.</param>
public sealed record ObjectPage(long Version, IReadOnlyList<StoredObject> Items, string? Continue, long? Remaining);
