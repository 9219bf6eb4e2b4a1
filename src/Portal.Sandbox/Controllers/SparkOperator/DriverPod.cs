using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>What the operator looks at in a driver pod.</summary>
/// <param name="OwnerUid">The SparkApplication it belongs to; null for a pod that somebody else made.</param>
/// <param name="SubmissionId">The submission it was made for.</param>
/// <param name="SparkApplicationId">Spark's id of the application.</param>
/// <param name="State">One of <see cref="PodState"/>.</param>
/// <param name="Terminating">Whether its deletion was asked for.</param>
/// <param name="Exit">How the driver container ended; null while it has not.</param>
internal sealed record DriverPod(string? OwnerUid, string? SubmissionId, string? SparkApplicationId, string State, bool Terminating, ContainerExit? Exit)
{
    public static DriverPod Read(JsonObject pod)
    {
        var exit = ContainerExit.Read(pod, SparkNames.DriverContainer);
        return new(
            pod.Items("metadata", "ownerReferences").FirstOrDefault(o => o.Text("kind") == "SparkApplication").Text("uid"),
            pod.Label(SparkNames.SubmissionId),
            pod.Label(SparkNames.AppSelector),
            StateOf(pod.Text("status", "phase") ?? "Pending", exit),
            pod.Terminating(),
            exit);
    }

    /// <summary>The end of the driver container counts, not that of its sidecars.</summary>
    private static string StateOf(string phase, ContainerExit? exit) => phase switch
    {
        "Pending" => PodState.Pending,
        "Running" => exit is null ? PodState.Running : exit.Code == 0 ? PodState.Completed : PodState.Failed,
        "Succeeded" => PodState.Completed,
        "Failed" => exit is { Code: 0 } ? PodState.Completed : PodState.Failed,
        _ => PodState.Unknown,
    };
}
