using System.Text.Json.Nodes;
using Portal.Sandbox.Controllers.Scheduling;
using Portal.Sandbox.Manifests;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.Scheduling;

public sealed class FitTests
{
    [Theory]
    [InlineData("1", "1Gi", null)]
    [InlineData("4", "8Gi", null)]
    [InlineData("4001m", "1Gi", "Insufficient cpu")]
    [InlineData("1", "8193Mi", "Insufficient memory")]
    [InlineData("5", "9Gi", "Insufficient cpu, Insufficient memory")]
    public void Check_OnAnEmptyNode_ComparesWithAllocatable(string cpu, string memory, string? refusal) =>
        Reasons(Sample.Pod("p", cpu, memory), Sample.Node()).ShouldBe(refusal);

    [Theory]
    [InlineData("""{"nodeSelector": {"kubernetes.io/hostname": "node1"}}""", "{}", null)]
    [InlineData("""{"nodeSelector": {"disk": "ssd"}}""", "{}", "node(s) didn't match Pod's node affinity/selector")]
    [InlineData("{}", """{"unschedulable": true}""", "node(s) were unschedulable")]
    [InlineData("{}", """{"taints": [{"key": "k", "value": "v", "effect": "NoSchedule"}]}""", "node(s) had untolerated taint(s)")]
    [InlineData("{}", """{"taints": [{"key": "k", "value": "v", "effect": "PreferNoSchedule"}]}""", null)]
    [InlineData("""{"tolerations": [{"key": "k", "value": "v"}]}""", """{"taints": [{"key": "k", "value": "v", "effect": "NoSchedule"}]}""", null)]
    [InlineData("""{"tolerations": [{"key": "k", "value": "w"}]}""", """{"taints": [{"key": "k", "value": "v", "effect": "NoSchedule"}]}""", "node(s) had untolerated taint(s)")]
    [InlineData("""{"tolerations": [{"operator": "Exists"}]}""", """{"taints": [{"key": "k", "value": "v", "effect": "NoExecute"}]}""", null)]
    public void Check_OfRulesThatAreNotAmounts_SaysWhichOneObjects(string podSpec, string nodeSpec, string? refusal)
    {
        var (pod, node) = (Sample.Pod("p"), Sample.Node());
        Sample.Merge(pod.Child("spec"), Sample.Json(podSpec));
        Sample.Merge(node.Child("spec"), Sample.Json(nodeSpec));

        Reasons(pod, node).ShouldBe(refusal);
    }

    [Fact]
    public void Requests_OfAPod_AreTheSumOfContainersOrTheHungriestInitContainer()
    {
        var pod = Sample.Json("""
            {"metadata": {"name": "p", "namespace": "n"}, "spec": {
              "containers": [{"resources": {"requests": {"cpu": "300m", "memory": "1Gi"}}}, {"resources": {"limits": {"cpu": "200m"}}}],
              "initContainers": [{"resources": {"requests": {"cpu": "2"}}}, {"resources": {"requests": {"cpu": "1", "memory": "512Mi"}}}]}}
            """);

        var requests = ResourceAmounts.OfPod(pod);

        (requests["cpu"], requests["memory"], requests["pods"], requests["nvidia.com/gpu"]).ShouldBe((2m, 1024m * 1024 * 1024, 1m, 0m));
    }

    [Fact]
    public void Message_OfSeveralNodes_CountsReasonsAsKubernetesDoes() =>
        Fit.Message([new(["Insufficient cpu"], true), new(["Insufficient cpu", "Insufficient memory"], true), new(["node(s) were unschedulable"], false)])
            .ShouldBe("0/3 nodes are available: 1 Insufficient memory, 1 node(s) were unschedulable, 2 Insufficient cpu. no new claims to deallocate, "
                + "preemption: 0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.");

    [Fact]
    public void Message_OfTheRecordedCluster_IsTheSame() =>
        Fit.Message([new(["node(s) didn't match Pod's node affinity/selector"], false)]).ShouldBe(
            "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, "
            + "preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.");

    private static string? Reasons(JsonObject pod, JsonObject node) =>
        Fit.Check(PodView.Read(pod), NodeView.Read(node), new ResourceAmounts()) is { } refusal ? string.Join(", ", refusal.Reasons) : null;
}
