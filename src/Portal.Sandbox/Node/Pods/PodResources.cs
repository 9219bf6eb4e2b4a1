using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Node.Pods;

/// <summary>What a pod as a whole may use, as kubelet reports it: the sums of its containers.</summary>
internal static class PodResources
{
    /// <summary>What version 1 of control groups shows as the limit of a group without one.</summary>
    private const string NoLimit = "9007199254740988Ki";

    private static readonly bool ShowsNoLimit = !File.Exists("/sys/fs/cgroup/cgroup.controllers");
    private static readonly string[] BinaryUnits = ["", "Ki", "Mi", "Gi", "Ti"];

    /// <summary><c>requests</c> or <c>limits</c> of all containers; null when they have none.</summary>
    public static JsonObject? Sum(JsonObject pod, string what)
    {
        var sum = new JsonObject();
        foreach (var amounts in pod.Items("spec", "containers").Select(c => c.At("resources", what)).OfType<JsonObject>())
        {
            foreach (var (resource, amount) in amounts)
            {
                sum[resource] = sum[resource] is { } before ? Add(resource, before, amount) : amount?.DeepClone();
            }
        }
        return sum.Count == 0 ? null : sum;
    }

    /// <param name="pod">The pod.</param>
    /// <param name="hasEnded">Whether a container has ended: from then on kubelet reads the pod's control group back.</param>
    public static JsonObject Of(JsonObject pod, bool hasEnded)
    {
        var (limits, requests) = (Sum(pod, "limits"), Sum(pod, "requests"));
        if (hasEnded && ShowsNoLimit && limits?["memory"] is null)
        {
            limits ??= [];
            limits["memory"] = NoLimit;
        }
        var resources = new JsonObject();
        if (limits is not null)
        {
            resources["limits"] = limits;
        }
        if (requests is not null)
        {
            resources["requests"] = requests;
        }
        return resources;
    }

    private static JsonNode? Add(string resource, JsonNode a, JsonNode? b)
    {
        if (!Quantity.TryParse(a.Scalar() ?? "", out var first) || !Quantity.TryParse(b.Scalar() ?? "", out var second))
        {
            return a.DeepClone();
        }
        var (sum, unit) = (first + second, 0);
        if (resource == "cpu")
        {
            return sum == decimal.Truncate(sum) ? Text(sum, "") : Text(decimal.Ceiling(sum * 1000), "m");
        }
        while (unit < BinaryUnits.Length - 1 && sum > 0 && sum % 1024 == 0)
        {
            (sum, unit) = (sum / 1024, unit + 1);
        }
        return Text(sum, BinaryUnits[unit]);
    }

    private static string Text(decimal number, string unit) => number.ToString("0.###", CultureInfo.InvariantCulture) + unit;
}
