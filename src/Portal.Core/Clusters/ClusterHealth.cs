namespace Portal.Core.Clusters;

/// <summary>How the connection to a Kubernetes API stands.</summary>
/// <param name="Connected">All shared watches have listed once and none is broken.</param>
/// <param name="StaleSince">Since when what is shown may be out of date; null when connected.</param>
/// <param name="Error">What the last attempt said.</param>
public sealed record ClusterHealth(bool Connected, DateTimeOffset? StaleSince, string? Error);
