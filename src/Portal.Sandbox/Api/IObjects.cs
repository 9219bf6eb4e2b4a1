using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api;

/// <summary>
/// The API as the node and the controllers use it inside this process: the same rules as over HTTP (names, versions, finalizers, deletion)
/// without the wire and as the system itself. Objects handed out are the caller's own copies. Throws <see cref="ApiException"/> for what HTTP
/// answers with a Status.
/// </summary>
public interface IObjects
{
    /// <summary>Every kind that is stored now, those of custom resource definitions among them.</summary>
    IReadOnlyList<ResourceType> Kinds { get; }

    /// <summary>The object, or null.</summary>
    JsonObject? Get(ResourceType type, string ns, string name);

    /// <summary>All objects of a kind, of one namespace or (null) of all.</summary>
    IReadOnlyList<JsonObject> List(ResourceType type, string? ns);

    /// <summary>Creates; <c>metadata.namespace</c> says where. Acknowledged means durable.</summary>
    ValueTask<JsonObject> CreateAsync(ResourceType type, JsonObject obj, CancellationToken ct);

    /// <summary>Reads, lets <paramref name="change"/> edit the object in place and writes, until nobody was in between.</summary>
    /// <param name="type">Kind.</param>
    /// <param name="ns">Namespace.</param>
    /// <param name="name">Name.</param>
    /// <param name="status">True writes <c>status</c> only, false everything but it (for kinds with a status subresource).</param>
    /// <param name="change">Edits in place; false means there is nothing to write. May be called more than once.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The object as it is now; null when there is none.</returns>
    ValueTask<JsonObject?> UpdateAsync(ResourceType type, string ns, string name, bool status, Func<JsonObject, bool> change, CancellationToken ct);

    /// <summary>
    /// Asks for deletion: a pod gets a deletionTimestamp until the node calls this with a grace of 0; an object with finalizers waits for them.
    /// </summary>
    /// <param name="type">Kind.</param>
    /// <param name="ns">Namespace.</param>
    /// <param name="name">Name.</param>
    /// <param name="uid">Only this very object; null for whichever has the name.</param>
    /// <param name="graceSeconds">Null takes the kind's or object's own; 0 removes at once.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>False when there was none.</returns>
    ValueTask<bool> DeleteAsync(ResourceType type, string ns, string name, string? uid, long? graceSeconds, CancellationToken ct);

    /// <summary>Asks for deletion as an API client would: with preconditions, and a say in what becomes of dependants.</summary>
    /// <returns>False when there was none, or not the one that was meant.</returns>
    ValueTask<bool> DeleteAsync(ResourceType type, string ns, string name, DeleteOptions how, CancellationToken ct);

    /// <summary>First every object there is as Added, then changes in order, until the token ends it. A reader that lags too far gets an <see cref="ApiException"/> (Expired) and starts over.</summary>
    IAsyncEnumerable<ObjectChange> WatchAsync(ResourceType type, CancellationToken ct);

    /// <summary>Records a core/v1 Event about an object, counting up one that is there already.</summary>
    ValueTask RecordEventAsync(JsonObject regarding, string eventType, string reason, string message, string component, CancellationToken ct);
}
