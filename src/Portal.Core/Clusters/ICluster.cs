using System.Text.Json.Nodes;
using Portal.Core.Logs;

namespace Portal.Core.Clusters;

/// <summary>
/// One Kubernetes API, as the domain sees it. Implemented by <c>Portal.Kube</c>. Every method throws <see cref="ClusterException"/> when
/// the API refuses or cannot be reached, and <see cref="OperationCanceledException"/> only for the given token.
/// </summary>
public interface ICluster
{
    /// <summary>Stable id of this cluster: part of every key and of every row in the database.</summary>
    string Id { get; }

    /// <summary>The shared watch of one kind: everything the portal itself may see, as slim views. Throws <see cref="NotSupportedException"/> for a type that is not watched.</summary>
    IFeed<T> Feed<T>()
        where T : class, IClusterObject;

    /// <summary>Whether the API answers, and since when it does not.</summary>
    ClusterHealth Health { get; }

    Task<JsonObject> GetAsync(Caller caller, ResourceKey key, CancellationToken ct);

    /// <summary>All objects of a kind in all namespaces that carry certain labels, without what they are about. Asks the API anew: for work that is done seldom.</summary>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="kind">What kind.</param>
    /// <param name="labelSelector">As kubectl takes it, for example <c>app=web</c>, or a label that must be there.</param>
    /// <param name="ct">Cancels the request.</param>
    Task<IReadOnlyList<MetadataView>> ListAsync(Caller caller, ResourceKind kind, string labelSelector, CancellationToken ct);

    /// <summary>Creates the object; the kind is read from the manifest's <c>apiVersion</c> and <c>kind</c>.</summary>
    /// <returns>The object as stored.</returns>
    Task<JsonObject> CreateAsync(Caller caller, JsonObject manifest, bool dryRun, CancellationToken ct);

    /// <summary>JSON merge patch (RFC 7396).</summary>
    Task<JsonObject> MergePatchAsync(Caller caller, ResourceKey key, JsonObject patch, CancellationToken ct);

    /// <param name="caller">On whose behalf.</param>
    /// <param name="key">What to delete.</param>
    /// <param name="uid">Delete only this very object, not one made later under the same name.</param>
    /// <param name="ct">Cancels the request.</param>
    Task DeleteAsync(Caller caller, ResourceKey key, string? uid, CancellationToken ct);

    /// <summary>Whether the API would allow it (SelfSubjectAccessReview as the caller; answers are cached for up to a minute).</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="verb">get, list, watch, create, update, patch, delete.</param>
    /// <param name="kind">What kind.</param>
    /// <param name="ns">Namespace; null asks for all of them.</param>
    /// <param name="subresource">For example <c>log</c>.</param>
    /// <param name="ct">Cancels the request.</param>
    Task<bool> AllowsAsync(Caller caller, string verb, ResourceKind kind, string? ns, string? subresource, CancellationToken ct);

    /// <summary>Who a bearer token belongs to (TokenReview); null when the cluster does not know it.</summary>
    Task<Caller?> AuthenticateAsync(string bearerToken, CancellationToken ct);

    /// <summary>
    /// The lines of one container from the given point on, in batches as they arrive, until the container has ended and everything was read.
    /// Interruptions are resumed without a missing or a repeated line; waits while the container has not started.
    /// </summary>
    /// <param name="container">Whose log.</param>
    /// <param name="after">The last line already held, or null to read from the start.</param>
    /// <param name="ct">Ends the reading.</param>
    IAsyncEnumerable<IReadOnlyList<LogLine>> TailAsync(ContainerRef container, LogLine? after, CancellationToken ct);
}
