using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>How and when a container ended.</summary>
internal sealed record ContainerExit(long Code, string Reason, DateTimeOffset? At)
{
    /// <summary>The end of the first of the named containers that there is; null when it has not ended.</summary>
    public static ContainerExit? Read(JsonObject pod, params ReadOnlySpan<string> containers)
    {
        foreach (var name in containers)
        {
            foreach (var status in pod.Items("status", "containerStatuses"))
            {
                if (status.Text("name") == name && status.At("state", "terminated") is { } end)
                {
                    return new(end.Whole("exitCode") ?? 0, end.Text("reason") ?? "", end.Time("finishedAt"));
                }
            }
        }

        return null;
    }
}
