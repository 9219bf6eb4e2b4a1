using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;

namespace Portal.Kube.Api;

/// <summary>Reads and changes single objects of any kind, as JSON trees.</summary>
internal sealed class ResourceClient(KubeHttp http)
{
    /// <summary>Name under which Kubernetes remembers which fields the portal set.</summary>
    public const string FieldManager = "dataportal";

    public Task<JsonObject> GetAsync(Caller caller, ResourceKey key, CancellationToken ct) =>
        SendAsync(new KubeRequest(HttpMethod.Get, ResourcePath.Object(key), caller), ct);

    public Task<JsonObject> CreateAsync(Caller caller, ResourceKind kind, string? ns, JsonObject manifest, bool dryRun, CancellationToken ct)
    {
        if (kind.Namespaced && string.IsNullOrEmpty(ns))
        {
            throw new ClusterException(ClusterErrorKind.Invalid, $"A {kind.Kind} needs metadata.namespace.");
        }

        var path = ResourcePath.Collection(kind, ns) + ResourcePath.Query(("fieldManager", FieldManager), ("dryRun", dryRun ? "All" : null));
        return SendAsync(new KubeRequest(HttpMethod.Post, path, caller) { Body = Bytes(manifest), Idempotent = dryRun }, ct);
    }

    /// <summary>Puts the whole object; with <c>metadata.resourceVersion</c> only over that very version.</summary>
    public Task<JsonObject> ReplaceAsync(Caller caller, ResourceKey key, JsonObject manifest, CancellationToken ct) =>
        SendAsync(new KubeRequest(HttpMethod.Put, ResourcePath.Object(key) + ResourcePath.Query(("fieldManager", FieldManager)), caller) { Body = Bytes(manifest) }, ct);

    public Task<JsonObject> MergePatchAsync(Caller caller, ResourceKey key, JsonObject patch, CancellationToken ct) =>
        PatchAsync(caller, key, "application/merge-patch+json", patch, ResourcePath.Query(("fieldManager", FieldManager)), idempotent: false, ct);

    /// <summary>JSON patch (RFC 6902).</summary>
    public Task<JsonObject> JsonPatchAsync(Caller caller, ResourceKey key, JsonArray operations, CancellationToken ct) =>
        PatchAsync(caller, key, "application/json-patch+json", operations, ResourcePath.Query(("fieldManager", FieldManager)), idempotent: false, ct);

    /// <summary>Server-side apply: the fields given become the portal's, those given before and not now are removed.</summary>
    /// <param name="caller">On whose behalf.</param>
    /// <param name="key">What to apply to.</param>
    /// <param name="manifest">The fields.</param>
    /// <param name="force">Take over fields that somebody else owns instead of failing with a conflict.</param>
    /// <param name="ct">Cancels the request.</param>
    public Task<JsonObject> ApplyAsync(Caller caller, ResourceKey key, JsonObject manifest, bool force, CancellationToken ct) =>
        PatchAsync(caller, key, "application/apply-patch+yaml", manifest, ResourcePath.Query(("fieldManager", FieldManager), ("force", force ? "true" : null)), idempotent: true, ct);

    /// <param name="caller">On whose behalf.</param>
    /// <param name="key">What to delete.</param>
    /// <param name="uid">Only if it is this very object; otherwise <see cref="ClusterErrorKind.Conflict"/>.</param>
    /// <param name="propagation">What happens to objects it owns: <c>Background</c>, <c>Foreground</c> or <c>Orphan</c>; null is the kind's default.</param>
    /// <param name="ct">Cancels the request.</param>
    public async Task DeleteAsync(Caller caller, ResourceKey key, string? uid, string? propagation, CancellationToken ct)
    {
        var options = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "DeleteOptions" };
        if (uid is not null)
        {
            options["preconditions"] = new JsonObject { ["uid"] = uid };
        }

        if (propagation is not null)
        {
            options["propagationPolicy"] = propagation;
        }

        await http.ReadAsync(new KubeRequest(HttpMethod.Delete, ResourcePath.Object(key), caller) { Body = Bytes(options) }, ct);
    }

    /// <summary>Posts a review (TokenReview, SelfSubjectAccessReview): a question that is asked by creating an object.</summary>
    public Task<JsonObject> ReviewAsync(Caller caller, string path, JsonObject review, CancellationToken ct) =>
        SendAsync(new KubeRequest(HttpMethod.Post, path, caller) { Body = Bytes(review), Idempotent = true }, ct);

    private Task<JsonObject> PatchAsync(Caller caller, ResourceKey key, string type, JsonNode patch, string query, bool idempotent, CancellationToken ct) =>
        SendAsync(new KubeRequest(HttpMethod.Patch, ResourcePath.Object(key) + query, caller) { Body = Bytes(patch), ContentType = type, Idempotent = idempotent }, ct);

    private async Task<JsonObject> SendAsync(KubeRequest request, CancellationToken ct)
    {
        var body = await http.ReadAsync(request, ct);
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw NotAnObject(request, inner: null);
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw NotAnObject(request, e);
        }
    }

    private static ClusterException NotAnObject(KubeRequest request, Exception? inner) =>
        new(ClusterErrorKind.Unexpected, $"The answer to {request.Method} {request.Path} is not a JSON object. Is the server in the kubeconfig a Kubernetes API?", inner);

    private static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node);
}
