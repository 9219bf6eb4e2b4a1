using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Admission;
using Portal.Sandbox.Api.Apply;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Writing;

/// <summary>
/// Every write of the API, whether it came over HTTP or from this process: what belongs to the server is filled in, admission steps run, and
/// versions, finalizers and graceful deletion are minded.
/// </summary>
public sealed class ObjectWriter(ObjectStore store, IReadOnlyList<IAdmissionStep> steps, IReadOnlyList<ITransactionEffect> effects, TimeProvider clock)
{
    /// <summary>Creates; the object is changed in place and returned.</summary>
    public async ValueTask<JsonObject> CreateAsync(ResourceType type, JsonObject obj, WriteOptions options, CancellationToken ct)
    {
        var applied = options.Manager is { IsApply: true } ? obj["metadata"]?["managedFields"]?.DeepClone() : null;
        ObjectMeta.Create(obj, KindTable.Of(type).Generation, clock.GetUtcNow());
        if (type.StatusSubresource)
        {
            obj.Remove("status");
        }
        await store.WriteAsync(
            tx =>
            {
                Admit(tx, AdmissionOperation.Create, type, "", obj, null, options);
                var name = (string)obj["metadata"]!["name"]!;
                if (tx.Root.Find(type, (string?)obj["metadata"]!["namespace"] ?? "", name) is not null)
                {
                    throw ApiErrors.AlreadyExists(type, name);
                }
                Own(tx.Root, type, null, obj, applied, options.Manager);
                tx.Put(type, ObjectMeta.Arrange(obj));
                return Finish(tx, obj, options);
            },
            ct);
        return obj;
    }

    /// <summary>Reads, lets <paramref name="change"/> say what the object should be, and writes; again when somebody was in between.</summary>
    /// <param name="type">Kind.</param>
    /// <param name="ns">Namespace; empty for the cluster.</param>
    /// <param name="name">Name.</param>
    /// <param name="subresource"><c>status</c>, or empty.</param>
    /// <param name="change">Given a copy of its own; null means there is nothing to write. A <c>metadata.resourceVersion</c> that it sets must be the current one.</param>
    /// <param name="options">Who and how.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="ApiException">NotFound, Conflict, or what a step refuses.</exception>
    public async ValueTask<JsonObject> UpdateAsync(
        ResourceType type, string ns, string name, string subresource, Func<JsonObject, JsonObject?> change, WriteOptions options, CancellationToken ct)
    {
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var root = store.Current;
            var before = Show(root, type, root.Find(type, ns, name) ?? throw ApiErrors.NotFound(type, name));
            if (change(StoreJson.Object(before)) is not { } next)
            {
                return StoreJson.Object(before);
            }
            RequireVersion(type, before, next);
            var written = await store.WriteAsync(tx => Replace(tx, type, subresource, before, next, options), ct);
            if (written is not null)
            {
                return written;
            }
        }
    }

    /// <summary>Deletes, or marks for deletion what cannot go yet.</summary>
    /// <exception cref="ApiException">NotFound, Conflict for a precondition, or what a step refuses.</exception>
    public async ValueTask<DeleteResult> DeleteAsync(ResourceType type, string ns, string name, DeleteOptions how, WriteOptions options, CancellationToken ct) =>
        await store.WriteAsync(
            tx =>
            {
                var stored = Show(tx.Root, type, tx.Root.Find(type, ns, name) ?? throw ApiErrors.NotFound(type, name));
                var obj = StoreJson.Object(stored);
                DeletionRules.Require(type, name, obj, how);
                if (!how.Finalize)
                {
                    Admit(tx, AdmissionOperation.Delete, type, "", obj, obj, options);
                }
                var shortened = ObjectMeta.IsDeleting(obj) && ((long?)obj["metadata"]!["deletionGracePeriodSeconds"] ?? 0) > 0;
                var gone = DeletionRules.Mark(type, obj, how, clock.GetUtcNow());
                if (gone && shortened)
                {
                    // That its grace is over is a change of its own, as in Kubernetes.
                    tx.Put(type, obj.DeepClone().AsObject());
                }
                if (gone)
                {
                    tx.Remove(type, obj);
                }
                else if (!stored.Json.Span.SequenceEqual(StoreJson.Bytes(obj)))
                {
                    tx.Put(type, obj);
                }
                return Finish(tx, new DeleteResult(obj, gone), options);
            },
            ct);

    private JsonObject? Replace(StoreTransaction tx, ResourceType type, string subresource, StoredObject before, JsonObject next, WriteOptions options)
    {
        var stored = Show(tx.Root, type, tx.Root.Find(type, before.Namespace, before.Name) ?? throw ApiErrors.NotFound(type, before.Name));
        if (stored.Version != before.Version)
        {
            return null;
        }
        var old = StoreJson.Object(stored);
        var obj = Merge(type, subresource, old, next);
        var given = (options.Manager is null ? old : next)["metadata"]?["managedFields"]?.DeepClone();
        Admit(tx, AdmissionOperation.Update, type, subresource, obj, old, options);
        if (KindTable.Of(type).Generation && ObjectMeta.SpecDiffers(obj, old, type.StatusSubresource || KindTable.Of(type).BuiltIn))
        {
            obj["metadata"]!["generation"] = ((long?)old["metadata"]!["generation"] ?? 0) + 1;
        }
        Own(tx.Root, type, old, obj, given, options.Manager);
        if (DeletionRules.IsDue(type, obj))
        {
            tx.Remove(type, ObjectMeta.Arrange(obj));
        }
        else if (!JsonNode.DeepEquals(old, obj))
        {
            tx.Put(type, ObjectMeta.Arrange(obj));
        }
        return Finish(tx, obj, options);
    }

    private static JsonObject Merge(ResourceType type, string subresource, JsonObject old, JsonObject next)
    {
        var obj = subresource.Length == 0 ? next.DeepClone().AsObject() : old.DeepClone().AsObject();
        ObjectMeta.Keep(obj, old);
        if (type.StatusSubresource)
        {
            var status = (subresource == "status" ? next : old)["status"]?.DeepClone();
            obj.Remove("status");
            if (status is not null)
            {
                obj["status"] = status;
            }
        }
        if (subresource == "finalize" && next["spec"]?["finalizers"] is { } finalizers)
        {
            obj["spec"]!["finalizers"] = finalizers.DeepClone();
        }
        if (ObjectMeta.IsDeleting(old) && ObjectMeta.Finalizers(obj).Except(ObjectMeta.Finalizers(old)).ToList() is { Count: > 0 } added)
        {
            var error = FieldError.Forbidden(
                "metadata.finalizers",
                $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(f => $"\"{f}\""))}}}");
            // Kubernetes checks metadata twice in an update, and says so twice.
            throw ApiErrors.Invalid(type, (string)old["metadata"]!["name"]!, error, error);
        }
        return obj;
    }

    /// <summary>Says who owns which fields of an object that is about to be stored.</summary>
    private void Own(StoreRoot root, ResourceType type, JsonObject? old, JsonObject obj, JsonNode? given, FieldManager? manager)
    {
        if (given is not null)
        {
            obj["metadata"]!["managedFields"] = given;
        }
        if (manager is { IsApply: false })
        {
            new FieldOwnership(type.ApiVersion, FieldShapes.Of(root, type), ObjectMeta.Time(clock.GetUtcNow())) { IgnoreStatus = type.StatusSubresource && manager.Subresource.Length == 0 }.Update(old, obj, manager);
        }
    }

    private void Admit(StoreTransaction tx, AdmissionOperation operation, ResourceType type, string subresource, JsonObject obj, JsonObject? old, WriteOptions options)
    {
        var request = new AdmissionRequest
        {
            Operation = operation,
            Type = type,
            Subresource = subresource,
            Object = obj,
            Old = old,
            Transaction = tx,
            Caller = options.Caller,
            Now = clock.GetUtcNow(),
            OnUnknownFields = options.OnUnknownFields,
        };
        foreach (var step in steps)
        {
            step.Admit(request);
        }
    }

    /// <summary>The object in the version that the writer speaks.</summary>
    private static StoredObject Show(StoreRoot root, ResourceType type, StoredObject stored) => KindTable.Of(type).BuiltIn ? stored : KindSet.At(root).Find(type)?.Show(stored) ?? stored;

    private static void RequireVersion(ResourceType type, StoredObject before, JsonObject next)
    {
        var metadata = next["metadata"];
        if ((string?)metadata?["resourceVersion"] is { Length: > 0 } version && version != StoreJson.Version(before.Version))
        {
            throw ApiErrors.Modified(type, before.Name);
        }
        if ((string?)metadata?["uid"] is { Length: > 0 } uid && StoreJson.Object(before)["metadata"]!["uid"]!.GetValue<string>() is var stored && uid != stored)
        {
            throw ApiErrors.Conflict(type, before.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {stored}");
        }
    }

    private T Finish<T>(StoreTransaction tx, T result, WriteOptions options)
    {
        foreach (var effect in effects)
        {
            effect.Apply(tx);
        }
        if (options.DryRun)
        {
            tx.Discard();
        }
        return result;
    }
}
