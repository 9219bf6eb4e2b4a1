using Portal.Core.Clusters;

namespace Portal.UnitTests.Core.Support;

/// <summary>One request that a <see cref="FakeCluster"/> got.</summary>
internal sealed record FakeRequest(Caller Caller, string Verb, ResourceKey Key, bool DryRun = false, string? Uid = null);
