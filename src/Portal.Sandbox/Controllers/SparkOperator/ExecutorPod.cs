using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>What the operator looks at in an executor pod.</summary>
/// <param name="Uid">Which pod it is.</param>
/// <param name="SubmissionId">The submission it works for.</param>
/// <param name="SparkApplicationId">Spark's id of the application.</param>
/// <param name="State">One of <see cref="PodState"/>.</param>
/// <param name="Terminating">Whether its deletion was asked for.</param>
/// <param name="Exit">How the executor container ended.</param>
/// <param name="Message">The pod's own message.</param>
internal sealed record ExecutorPod(
    string Uid, string? SubmissionId, string? SparkApplicationId, string State, bool Terminating, ContainerExit? Exit, string Message)
{
    public static ExecutorPod Read(JsonObject pod) => new(
        pod.Uid(),
        pod.Label(SparkNames.SubmissionId),
        pod.Label(SparkNames.AppSelector),
        pod.Text("status", "phase") switch
        {
            null or "Pending" => PodState.Pending,
            "Running" => PodState.Running,
            "Succeeded" => PodState.Completed,
            "Failed" => PodState.Failed,
            _ => PodState.Unknown,
        },
        pod.Terminating(),
        ContainerExit.Read(pod, SparkNames.ExecutorContainer, "executor"),
        pod.Text("status", "message") ?? "");
}
