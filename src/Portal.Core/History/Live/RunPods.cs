using Portal.Core.Clusters;

namespace Portal.Core.History.Live;

/// <summary>Reads the pods of a Spark application by the labels that Spark and its operator put on them.</summary>
public static class RunPods
{
    public const string AppNameLabel = "sparkoperator.k8s.io/app-name";

    public const string SubmissionIdLabel = "sparkoperator.k8s.io/submission-id";

    public const string RoleLabel = "spark-role";

    /// <summary>driver, executor or other.</summary>
    public static string Role(PodView pod) => pod.Labels.GetValueOrDefault(RoleLabel) switch { "driver" => "driver", "executor" => "executor", _ => "other" };

    public static bool IsDriver(PodView pod) => Role(pod) == "driver";

    /// <summary>The container that Spark itself runs in; null before the pod has any.</summary>
    public static ContainerView? Main(PodView pod) =>
        pod.Containers.FirstOrDefault(c => c.Name is "spark-kubernetes-driver" or "spark-kubernetes-executor") ?? pod.Containers.FirstOrDefault(c => !c.Init);

    /// <summary>The driver of the newest attempt.</summary>
    public static PodView? Driver(RunFacts facts) => facts.PodsOf("driver").MaxBy(p => (p.CreatedAt, p.Key.Name));
}
