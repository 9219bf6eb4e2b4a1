using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission;

/// <summary>What the Spark operator's webhook fills into a SparkApplication that is new or about to run again.</summary>
public sealed class SparkApplicationDefaults : IAdmissionStep
{
    private const long RetryInterval = 5;

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.SparkApplications || request.Operation == AdmissionOperation.Delete || request.Subresource.Length > 0 || request.Object["spec"] is not JsonObject spec)
        {
            return;
        }
        if ((request.Object["status"]?["applicationState"]?["state"]?.ToString() ?? "") is not ("" or "INVALIDATING"))
        {
            return;
        }
        spec["mode"] ??= "cluster";
        var restart = spec["restartPolicy"] as JsonObject;
        if (spec["restartPolicy"] is null)
        {
            spec["restartPolicy"] = restart = [];
        }
        if (restart is not null)
        {
            restart["type"] ??= "Never";
            if (restart["type"]!.ToString() != "Never")
            {
                restart["onSubmissionFailureRetryInterval"] ??= RetryInterval;
                restart["onFailureRetryInterval"] ??= RetryInterval;
            }
        }
        var conf = spec["sparkConf"] as JsonObject ?? [];
        Size(spec["driver"] as JsonObject, "driver", conf);
        Size(spec["executor"] as JsonObject, "executor", conf);
        var isDynamic = spec["dynamicAllocation"]?["enabled"]?.ToString() == "true" || conf["spark.dynamicAllocation.enabled"]?.ToString() == "true";
        if (spec["executor"] is JsonObject executor && !isDynamic && !conf.ContainsKey("spark.executor.instances"))
        {
            executor["instances"] ??= 1L;
        }
    }

    private static void Size(JsonObject? pod, string role, JsonObject conf)
    {
        if (pod is null)
        {
            return;
        }
        if (!conf.ContainsKey($"spark.{role}.cores"))
        {
            pod["cores"] ??= 1L;
        }
        if (!conf.ContainsKey($"spark.{role}.memory"))
        {
            pod["memory"] ??= "1g";
        }
    }
}
