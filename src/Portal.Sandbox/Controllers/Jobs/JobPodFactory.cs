using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Jobs;

/// <summary>Makes the pods of a job from its template.</summary>
internal static class JobPodFactory
{
    /// <summary>Longest beginning of a generated name.</summary>
    private const int MaxPrefix = 58;

    public static JsonObject Create(JsonObject job, JsonObject template, NewPod wanted)
    {
        var metadata = new JsonObject { ["generateName"] = Prefix(job.Name(), wanted.Index), ["namespace"] = job.Namespace() };
        foreach (var field in (string[])["labels", "annotations"])
        {
            if (template.At("metadata", field) is { } map)
            {
                metadata[field] = map.DeepClone();
            }
        }

        var finalizers = metadata.List("finalizers");
        foreach (var finalizer in (template.At("metadata", "finalizers") as JsonArray ?? []).Where(f => f.Scalar() != JobNames.TrackingFinalizer))
        {
            finalizers.Add(finalizer?.DeepClone());
        }

        finalizers.Add(JobNames.TrackingFinalizer);
        metadata["ownerReferences"] = new JsonArray(ControllerReference.To(ResourceTypes.Jobs, job));
        var pod = new JsonObject { ["metadata"] = metadata, ["spec"] = template.At("spec")?.DeepClone() ?? new JsonObject() };
        if (wanted.Index is { } index)
        {
            Number(pod, job, index, wanted.Failures);
        }

        return pod;
    }

    private static void Number(JsonObject pod, JsonObject job, int index, int? failures)
    {
        var text = index.ToString(CultureInfo.InvariantCulture);
        var metadata = pod.Child("metadata");
        metadata.Child("labels")[JobNames.CompletionIndex] = text;
        metadata.Child("annotations")[JobNames.CompletionIndex] = text;
        if (failures is { } before)
        {
            metadata.Child("annotations")[JobNames.IndexFailures] = before.ToString(CultureInfo.InvariantCulture);
        }

        pod.Child("spec")["hostname"] = $"{job.Name()}-{text}";
        foreach (var container in pod.Items("spec", "containers").Concat(pod.Items("spec", "initContainers")).ToList())
        {
            if (!container.Items("env").Any(v => v.Text("name") == JobNames.IndexVariable))
            {
                container.List("env").Add(new JsonObject
                {
                    ["name"] = JobNames.IndexVariable,
                    ["valueFrom"] = new JsonObject
                    {
                        ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = $"metadata.labels['{JobNames.CompletionIndex}']" },
                    },
                });
            }
        }
    }

    private static string Prefix(string job, int? index)
    {
        var end = index is { } number ? string.Create(CultureInfo.InvariantCulture, $"-{number}-") : "-";
        return job[..Math.Min(job.Length, MaxPrefix - end.Length)] + end;
    }
}
