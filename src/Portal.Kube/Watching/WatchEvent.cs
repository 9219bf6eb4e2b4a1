using Portal.Core.Clusters;

namespace Portal.Kube.Watching;

/// <summary>One event of a watch.</summary>
/// <param name="Type">What happened; null for a bookmark, which only moves the version.</param>
/// <param name="Object">The object; null for a bookmark.</param>
/// <param name="ResourceVersion">Version up to which the watcher has now seen everything; may be empty when the event holds none.</param>
internal readonly record struct WatchEvent<T>(ChangeType? Type, T? Object, string ResourceVersion)
    where T : class, IClusterObject;
