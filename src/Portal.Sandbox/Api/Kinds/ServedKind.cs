using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Kinds;

/// <summary>A kind as discovery lists it.</summary>
/// <param name="Type">The kind.</param>
/// <param name="IsReview">A question that is posted and answered, and never stored.</param>
/// <param name="Subresources">What can be reached below an object.</param>
public sealed record ServedKind(ResourceType Type, bool IsReview, IReadOnlyList<(string Name, string Kind, IReadOnlyList<string> Verbs)> Subresources);
