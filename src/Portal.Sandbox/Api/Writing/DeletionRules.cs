using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Writing;

/// <summary>When an object goes: at once, or after its finalizers, its node (pods) or its controller (namespaces).</summary>
internal static class DeletionRules
{
    /// <summary>The preconditions hold.</summary>
    /// <exception cref="ApiException">Conflict.</exception>
    public static void Require(ResourceType type, string name, JsonObject obj, DeleteOptions how)
    {
        var (uid, version) = ((string)obj["metadata"]!["uid"]!, (string)obj["metadata"]!["resourceVersion"]!);
        if (how.Uid is { } wanted && wanted != uid)
        {
            throw ApiErrors.Precondition(type, name, "UID", wanted, uid);
        }
        if (how.ResourceVersion is { } wantedVersion && wantedVersion != version)
        {
            throw ApiErrors.Precondition(type, name, "ResourceVersion", wantedVersion, version);
        }
    }

    /// <summary>Marks the object for deletion; true when it may go at once.</summary>
    public static bool Mark(ResourceType type, JsonObject obj, DeleteOptions how, DateTimeOffset now)
    {
        var metadata = ObjectMeta.Of(obj);
        var grace = Grace(type, obj, how);
        Propagation.Apply(type, obj, how.PropagationPolicy);
        if (grace == 0 && (how.Finalize || MayGo(type, obj)))
        {
            if (type == ResourceTypes.Pods)
            {
                metadata["deletionTimestamp"] ??= ObjectMeta.Time(now);
                metadata["deletionGracePeriodSeconds"] = 0L;
            }
            return true;
        }
        if (!ObjectMeta.IsDeleting(obj) || type == ResourceTypes.Pods && grace < ((long?)metadata["deletionGracePeriodSeconds"] ?? 0))
        {
            metadata["deletionTimestamp"] = ObjectMeta.Time(now.AddSeconds(grace));
            metadata["deletionGracePeriodSeconds"] = grace;
        }
        if (type == ResourceTypes.Namespaces && (string?)obj["status"]?["phase"] != "Terminating")
        {
            metadata.Remove("deletionGracePeriodSeconds");
            obj["status"] = new JsonObject { ["phase"] = "Terminating" };
        }
        return false;
    }

    /// <summary>Seconds that a pod gets to end; 0 for what has no process, and for every other kind.</summary>
    private static long Grace(ResourceType type, JsonObject obj, DeleteOptions how)
    {
        if (type != ResourceTypes.Pods || (string?)obj["spec"]?["nodeName"] is not { Length: > 0 } || (string?)obj["status"]?["phase"] is "Succeeded" or "Failed")
        {
            return 0;
        }
        return Math.Max(0, how.GraceSeconds ?? (long?)obj["spec"]?["terminationGracePeriodSeconds"] ?? 30);
    }

    /// <summary>Whether an object that was marked has nothing left to wait for.</summary>
    public static bool IsDue(ResourceType type, JsonObject obj) =>
        ObjectMeta.IsDeleting(obj) && ((long?)obj["metadata"]!["deletionGracePeriodSeconds"] ?? 0) == 0 && MayGo(type, obj);

    private static bool MayGo(ResourceType type, JsonObject obj) =>
        ObjectMeta.Finalizers(obj).Count == 0 && (type != ResourceTypes.Namespaces || obj["spec"]?["finalizers"] is not JsonArray { Count: > 0 });
}
