using static Portal.Sandbox.Api.Protobuf.ProtoMessages;

namespace Portal.Sandbox.Api.Protobuf;

/// <summary>Templates of pods, which <c>kubectl create job --from</c> copies. What a pod of the sandbox cannot have anyway, such as probes, is left out.</summary>
internal static class PodMessages
{
    private static readonly ProtoField LocalReference = Inline(Message((1, Text("name"))));

    private static readonly ProtoField SecurityContext = Nested(
        "securityContext", Message((2, Option("privileged")), (4, Number("runAsUser")), (5, Flag("runAsNonRoot")), (6, Flag("readOnlyRootFilesystem")), (7, Flag("allowPrivilegeEscalation")), (8, Number("runAsGroup"))));

    private static readonly ProtoField Environment = Nested(
        "env",
        Message(
            (1, Text("name")),
            (2, Text("value")),
            (3, Nested("valueFrom", Message(
                (1, Nested("fieldRef", Message((1, Text("apiVersion")), (2, Text("fieldPath"))))),
                (2, Nested("resourceFieldRef", Message((1, Text("containerName")), (2, Text("resource")), (3, Map("divisor", ProtoKind.Quantity))))),
                (3, Nested("configMapKeyRef", KeySelector())),
                (4, Nested("secretKeyRef", KeySelector())))))),
        repeated: true);

    private static readonly ProtoField EnvironmentFrom = Nested(
        "envFrom",
        Message(
            (1, Text("prefix")),
            (2, Nested("configMapRef", Message((1, LocalReference), (2, Flag("optional"))))),
            (3, Nested("secretRef", Message((1, LocalReference), (2, Flag("optional")))))),
        repeated: true);

    private static readonly ProtoField Mounts = Nested(
        "volumeMounts", Message((1, Text("name")), (2, Option("readOnly")), (3, Text("mountPath")), (4, Text("subPath")), (5, Text("mountPropagation")), (6, Text("subPathExpr"))), repeated: true);

    private static readonly ProtoField Items = Nested("items", Message((1, Text("key")), (2, Text("path")), (3, Number("mode"))), repeated: true);

    private static readonly ProtoField Volumes = Nested(
        "volumes",
        Message(
            (1, Text("name")),
            (2, Inline(Message(
                (1, Nested("hostPath", Message((1, Text("path")), (2, Text("type"))))),
                (2, Nested("emptyDir", Message((1, Text("medium")), (2, Map("sizeLimit", ProtoKind.Quantity))))),
                (6, Nested("secret", Message((1, Text("secretName")), (2, Items), (3, Number("defaultMode")), (4, Flag("optional"))))),
                (10, Nested("persistentVolumeClaim", Message((1, Text("claimName")), (2, Option("readOnly"))))),
                (19, Nested("configMap", Message((1, LocalReference), (2, Items), (3, Number("defaultMode")), (4, Flag("optional"))))))))),
        repeated: true);

    private static readonly ProtoField PodSpec = Nested(
        "spec",
        Message(
            (1, Volumes), (2, Containers("containers")), (3, Text("restartPolicy")), (4, Number("terminationGracePeriodSeconds")), (5, Number("activeDeadlineSeconds")), (6, Text("dnsPolicy")),
            (7, Map("nodeSelector", ProtoKind.TextMap)), (8, Text("serviceAccountName")), (9, Text("serviceAccount")), (10, Text("nodeName")), (11, Option("hostNetwork")), (12, Option("hostPID")),
            (13, Option("hostIPC")), (14, Nested("securityContext", Message((2, Number("runAsUser")), (3, Flag("runAsNonRoot")), (5, Number("fsGroup")), (6, Number("runAsGroup"))))),
            (15, Nested("imagePullSecrets", Message((1, Text("name"))), repeated: true)), (16, Text("hostname")), (17, Text("subdomain")), (19, Text("schedulerName")), (20, Containers("initContainers")),
            (21, Flag("automountServiceAccountToken")),
            (22, Nested("tolerations", Message((1, Text("key")), (2, Text("operator")), (3, Text("value")), (4, Text("effect")), (5, Number("tolerationSeconds"))), repeated: true)),
            (24, Text("priorityClassName")), (30, Flag("enableServiceLinks")), (31, Text("preemptionPolicy"))));

    /// <summary><c>template</c> of a job.</summary>
    public static readonly ProtoField Template = Nested("template", Message((1, Metadata), (2, PodSpec)));

    private static ProtoField Containers(string name) => Nested(
        name,
        Message(
            (1, Text("name")), (2, Text("image")), (3, Text("command", repeated: true)), (4, Text("args", repeated: true)), (5, Text("workingDir")),
            (6, Nested("ports", Message((1, Text("name")), (3, Number("containerPort")), (4, Text("protocol"))), repeated: true)), (7, Environment),
            (8, Nested("resources", Message((1, Map("limits", ProtoKind.QuantityMap)), (2, Map("requests", ProtoKind.QuantityMap))))), (9, Mounts), (13, Text("terminationMessagePath")),
            (14, Text("imagePullPolicy")), (15, SecurityContext), (16, Option("stdin")), (17, Option("stdinOnce")), (18, Option("tty")), (19, EnvironmentFrom), (20, Text("terminationMessagePolicy")),
            (24, Text("restartPolicy"))),
        repeated: true);

    private static Dictionary<int, ProtoField> KeySelector() => Message((1, LocalReference), (2, Text("key")), (3, Flag("optional")));
}
