using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node.Volumes;

namespace Portal.Sandbox.Node.Pods;

/// <summary>A <see cref="ContainerUnit"/> as an entry of <c>containerStatuses</c>, field for field as kubelet writes it.</summary>
internal static class ContainerStatus
{
    /// <param name="unit">The container.</param>
    /// <param name="waitsFor">Reason to give for one that waits for no reason of its own.</param>
    public static JsonObject Of(ContainerUnit unit, string waitsFor)
    {
        var running = unit.Running is not null;
        var status = new JsonObject
        {
            ["name"] = unit.Name,
            ["state"] = State(unit, waitsFor),
            ["lastState"] = unit.LastTerminated is { } last ? new JsonObject { ["terminated"] = last.DeepClone() } : new JsonObject(),
            ["ready"] = unit.IsInit ? unit.Succeeded : running,
            ["restartCount"] = unit.RestartCount,
            ["image"] = unit.Image,
            ["imageID"] = unit.Id.Length > 0 ? $"sandbox://{unit.Image}" : "",
        };
        if (unit.Id.Length > 0)
        {
            status["containerID"] = unit.Id;
        }

        status["started"] = running;
        if (unit.Id.Length > 0)
        {
            Describe(unit, status);
        }

        var mounts = unit.Spec.Items("volumeMounts").Select(Mount).ToArray();
        if (mounts.Length > 0)
        {
            status["volumeMounts"] = new JsonArray(mounts);
        }

        return status;
    }

    /// <summary>What is known only of a container that has run.</summary>
    private static void Describe(ContainerUnit unit, JsonObject status)
    {
        if (unit.Spec.At("resources", "requests") is { } requests)
        {
            status["allocatedResources"] = requests.DeepClone();
        }

        status["resources"] = unit.Spec.At("resources")?.DeepClone() ?? new JsonObject();
        var (user, group) = (unit.Spec.Whole("securityContext", "runAsUser") ?? 0, unit.Spec.Whole("securityContext", "runAsGroup") ?? 0);
        status["user"] = new JsonObject { ["linux"] = new JsonObject { ["uid"] = user, ["gid"] = group, ["supplementalGroups"] = new JsonArray(JsonValue.Create(group)) } };
    }

    private static JsonObject State(ContainerUnit unit, string waitsFor) =>
        unit.Running is not null ? new JsonObject { ["running"] = new JsonObject { ["startedAt"] = Manifest.Stamp(unit.StartedAt) } }
        : unit.Terminated is { } terminated ? new JsonObject { ["terminated"] = terminated.DeepClone() }
        : new JsonObject { ["waiting"] = unit.Waiting?.DeepClone() ?? new JsonObject { ["reason"] = waitsFor } };

    private static JsonNode Mount(JsonObject mount)
    {
        var status = new JsonObject { ["name"] = mount.Text("name"), ["mountPath"] = mount.Text("mountPath") };
        if (mount.Flag("readOnly") == true || mount.Text("mountPath") == ContainerMounts.ServiceAccountPath)
        {
            status["readOnly"] = true;
            status["recursiveReadOnly"] = "Disabled";
        }

        return status;
    }
}
