using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Apply;

/// <summary>Keeps track of who owns which fields of an object, and merges what managers apply. As in Kubernetes' structured merge.</summary>
/// <param name="apiVersion">Of the object.</param>
/// <param name="shape">Of the object.</param>
/// <param name="now">Time of the write, as the API writes times.</param>
internal sealed class FieldOwnership(string apiVersion, FieldShape shape, string now)
{
    /// <summary>The status is written through its own subresource: what this write says of it belongs to nobody.</summary>
    public bool IgnoreStatus { get; init; }

    private static readonly string[] NotOwned = ["name", "namespace", "creationTimestamp", "selfLink", "uid", "generation", "managedFields", "resourceVersion"];

    /// <summary>Gives what somebody changed by an update to them. Changes <paramref name="next"/>'s managed fields in place.</summary>
    /// <param name="live">The object as it is; null when it is new.</param>
    /// <param name="next">The object as it will be; managed fields that it has may be the caller's own.</param>
    /// <param name="manager">Who updates.</param>
    public void Update(JsonObject? live, JsonObject next, FieldManager manager)
    {
        var owned = Owned(live, next, manager);
        var comparison = FieldComparison.Of(live ?? [], next, shape);
        var (changed, removed) = (Ownable(comparison.Changed), Ownable(comparison.Removed));
        foreach (var other in owned.Managers.Where(m => m != manager).ToList())
        {
            owned.Set(other, owned.Of(other).Except(changed).Except(removed), now);
        }
        owned.Set(manager, owned.Of(manager).Except(removed).Union(changed), now);
        Write(next, owned);
    }

    /// <summary>Applies a configuration. What nobody owns, because this process wrote it itself, may be taken without a conflict.</summary>
    /// <param name="live">The object as it is; null when it is new.</param>
    /// <param name="configuration">What the manager wants; the fields of a former one that it leaves out are let go.</param>
    /// <param name="manager">Who applies.</param>
    /// <param name="force">Takes over fields that others own.</param>
    /// <returns>The object as it should be, with its managed fields.</returns>
    /// <exception cref="ApiException">409: others own fields that would change.</exception>
    /// <exception cref="Types.FieldTypeException">The configuration does not fit its kind.</exception>
    public JsonObject Apply(JsonObject? live, JsonObject configuration, FieldManager manager, bool force)
    {
        var owned = ManagedFields.Read(live?["metadata"]?["managedFields"]) ?? new ManagedFields();
        var last = owned.Of(manager);
        var wanted = Ownable(AppliedFields.Of(configuration, shape));
        var result = TypedMerge.Merge(live ?? [], configuration, shape);
        owned.Set(manager, wanted, now);
        FieldRemoval.Remove(result, last.WithParents().Except(owned.All().WithParents()), shape);
        GiveUp(owned, FieldComparison.Of(live ?? [], result, shape), manager, force);
        Write(result, owned);
        return result;
    }

    /// <summary>What changed is no longer anybody else's; unless it is forced, that is a conflict.</summary>
    private void GiveUp(ManagedFields owned, FieldComparison comparison, FieldManager manager, bool force)
    {
        var conflicts = new List<(FieldManager Manager, string Path)>();
        foreach (var other in owned.Managers.Where(m => m != manager).ToList())
        {
            var taken = owned.Of(other).Intersect(Ownable(comparison.Changed));
            conflicts.AddRange(taken.Paths().Select(path => (other, path)));
            owned.Set(other, owned.Of(other).Except(taken).Except(Ownable(comparison.Removed)), now);
        }
        if (conflicts.Count > 0 && !force)
        {
            throw ApplyConflict.Of(conflicts, apiVersion);
        }
    }

    /// <summary>Ownership to start from: the caller's own list where they give a good one, else the object's. A list of one empty entry starts anew.</summary>
    private static ManagedFields Owned(JsonObject? live, JsonObject next, FieldManager manager)
    {
        var given = next["metadata"]?["managedFields"];
        if (manager.Subresource.Length == 0 && given is JsonArray { Count: > 0 } list)
        {
            if (list is [JsonObject { Count: 0 }])
            {
                return new ManagedFields();
            }
            if (ManagedFields.Read(list) is { } read)
            {
                return read;
            }
        }
        return ManagedFields.Read(live?["metadata"]?["managedFields"]) ?? new ManagedFields();
    }

    /// <summary>Without what belongs to the server.</summary>
    private FieldSet Ownable(FieldSet fields)
    {
        fields.IsMember = false;
        fields.Remove(PathElement.Field("apiVersion"));
        fields.Remove(PathElement.Field("kind"));
        if (IgnoreStatus)
        {
            fields.Remove(PathElement.Field("status"));
        }
        if (fields.Child(PathElement.Field("metadata")) is { } metadata)
        {
            metadata.IsMember = false;
            foreach (var name in NotOwned)
            {
                metadata.Remove(PathElement.Field(name));
            }
        }
        return fields;
    }

    private void Write(JsonObject obj, ManagedFields owned)
    {
        var metadata = (JsonObject)obj["metadata"]!;
        if (owned.IsEmpty)
        {
            metadata.Remove("managedFields");
        }
        else
        {
            metadata["managedFields"] = owned.Write(apiVersion);
        }
    }
}
