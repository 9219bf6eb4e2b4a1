namespace Portal.Sandbox.Api.Protobuf;

/// <summary>
/// The messages that kubectl writes in protobuf: those of its <c>create</c> and <c>auth</c> commands. Everything else it sends as JSON. Field
/// numbers are those of Kubernetes' <c>generated.proto</c> files; fields that kubectl never sets are left out and skipped.
/// </summary>
internal static class ProtoMessages
{
    private static readonly IReadOnlyDictionary<int, ProtoField> None = new Dictionary<int, ProtoField>();

    private static readonly IReadOnlyDictionary<int, ProtoField> Owner = Message(
        (1, Text("kind")), (3, Text("name")), (4, Text("uid")), (5, Text("apiVersion")), (6, Flag("controller")), (7, Flag("blockOwnerDeletion")));

    public static readonly ProtoField Metadata = Nested(
        "metadata",
        Message(
            (1, Text("name")), (2, Text("generateName")), (3, Text("namespace")), (5, Text("uid")), (6, Text("resourceVersion")), (7, Number("generation")), (8, Time("creationTimestamp")),
            (11, new("labels", ProtoKind.TextMap, None)), (12, new("annotations", ProtoKind.TextMap, None)), (13, Nested("ownerReferences", Owner, repeated: true)), (14, Text("finalizers", repeated: true))));

    private static readonly ProtoField ResourceAttributes = Nested(
        "resourceAttributes",
        Message((1, Text("namespace")), (2, Text("verb")), (3, Text("group")), (4, Text("version")), (5, Text("resource")), (6, Text("subresource")), (7, Text("name"))));

    private static readonly ProtoField NonResourceAttributes = Nested("nonResourceAttributes", Message((1, Text("path")), (2, Text("verb"))));

    private static readonly ProtoField NamedReferences = Nested("imagePullSecrets", Message((1, Text("name"))), repeated: true);

    private static readonly ProtoField ServicePorts = Nested(
        "ports",
        Message((1, Text("name")), (2, Text("protocol")), (3, Number("port")), (4, new("targetPort", ProtoKind.NumberOrText, None)), (5, Number("nodePort"))),
        repeated: true);

    private static readonly ProtoField Rules = Nested(
        "rules",
        Message((1, Text("verbs", true)), (2, Text("apiGroups", true)), (3, Text("resources", true)), (4, Text("resourceNames", true)), (5, Text("nonResourceURLs", true))),
        repeated: true);

    private static readonly ProtoField LabelSelectors = Nested(
        "clusterRoleSelectors",
        Message(
            (1, new("matchLabels", ProtoKind.TextMap, None)),
            (2, Nested("matchExpressions", Message((1, Text("key")), (2, Text("operator")), (3, Text("values", true))), repeated: true))),
        repeated: true);

    private static readonly IReadOnlyDictionary<int, ProtoField> Binding = Message(
        (1, Metadata),
        (2, Nested("subjects", Message((1, Text("kind")), (2, Text("apiGroup")), (3, Text("name")), (4, Text("namespace"))), repeated: true)),
        (3, Nested("roleRef", Message((1, Text("apiGroup")), (2, Text("kind")), (3, Text("name"))))));

    private static readonly ProtoField ScopeSelector = Nested(
        "scopeSelector",
        Message((1, Nested("matchExpressions", Message((1, Text("scopeName")), (2, Text("operator")), (3, Text("values", true))), repeated: true))));

    private static readonly IReadOnlyDictionary<int, ProtoField> AccessReview = Message(
        (1, Metadata),
        (2, Nested("spec", Message((1, ResourceAttributes), (2, NonResourceAttributes), (3, Text("user")), (4, Text("groups", true)), (6, Text("uid"))))));

    private static readonly Dictionary<string, IReadOnlyDictionary<int, ProtoField>> Kinds = new(StringComparer.Ordinal)
    {
        ["ConfigMap"] = Message((1, Metadata), (2, new("data", ProtoKind.TextMap, None)), (3, new("binaryData", ProtoKind.BytesMap, None)), (4, Flag("immutable"))),
        ["Secret"] = Message((1, Metadata), (2, new("data", ProtoKind.BytesMap, None)), (3, Text("type")), (4, new("stringData", ProtoKind.TextMap, None)), (5, Flag("immutable"))),
        ["Namespace"] = Message((1, Metadata)),
        ["ServiceAccount"] = Message((1, Metadata), (3, NamedReferences), (4, Flag("automountServiceAccountToken"))),
        ["Service"] = Message(
            (1, Metadata),
            (2, Nested("spec", Message((1, ServicePorts), (2, new("selector", ProtoKind.TextMap, None)), (3, Text("clusterIP")), (4, Text("type")), (10, Text("externalName")))))),
        ["Job"] = Message((1, Metadata), (2, BatchMessages.JobSpec)),
        ["CronJob"] = Message((1, Metadata), (2, BatchMessages.CronJobSpec)),
        ["SelfSubjectReview"] = Message((1, Metadata)),
        ["SelfSubjectAccessReview"] = Message((1, Metadata), (2, Nested("spec", Message((1, ResourceAttributes), (2, NonResourceAttributes))))),
        ["SelfSubjectRulesReview"] = Message((1, Metadata), (2, Nested("spec", Message((1, Text("namespace")))))),
        ["SubjectAccessReview"] = AccessReview,
        ["LocalSubjectAccessReview"] = AccessReview,
        ["TokenReview"] = Message((1, Metadata), (2, Nested("spec", Message((1, Text("token")), (2, Text("audiences", true)))))),
        ["TokenRequest"] = Message(
            (1, Metadata),
            (2, Nested(
                "spec",
                Message(
                    (1, Text("audiences", true)),
                    (3, Nested("boundObjectRef", Message((1, Text("kind")), (2, Text("apiVersion")), (3, Text("name")), (4, Text("uid"))))),
                    (4, Number("expirationSeconds")))))),
        ["Role"] = Message((1, Metadata), (2, Rules)),
        ["ClusterRole"] = Message((1, Metadata), (2, Rules), (3, Nested("aggregationRule", Message((1, LabelSelectors))))),
        ["RoleBinding"] = Binding,
        ["ClusterRoleBinding"] = Binding,
        ["ResourceQuota"] = Message((1, Metadata), (2, Nested("spec", Message((1, new("hard", ProtoKind.QuantityMap, None)), (2, Text("scopes", true)), (3, ScopeSelector))))),
        ["PriorityClass"] = Message((1, Metadata), (2, Number("value")), (3, Flag("globalDefault")), (4, Text("description")), (5, Text("preemptionPolicy"))),
        ["DeleteOptions"] = Message(
            (1, Number("gracePeriodSeconds")), (2, Nested("preconditions", Message((1, Text("uid")), (2, Text("resourceVersion"))))), (4, Text("propagationPolicy")), (5, Text("dryRun", repeated: true))),
    };

    /// <summary>The fields of a kind, or null when it is not read from protobuf.</summary>
    public static IReadOnlyDictionary<int, ProtoField>? Of(string kind) => Kinds.GetValueOrDefault(kind);

    public static Dictionary<int, ProtoField> Message(params (int Number, ProtoField Field)[] fields) => fields.ToDictionary(f => f.Number, f => f.Field);

    public static ProtoField Text(string name, bool repeated = false) => new(name, ProtoKind.Text, None, repeated);

    public static ProtoField Number(string name) => new(name, ProtoKind.Number, None);

    public static ProtoField Flag(string name) => new(name, ProtoKind.Flag, None);

    public static ProtoField Option(string name) => new(name, ProtoKind.Option, None);

    public static ProtoField Map(string name, ProtoKind kind) => new(name, kind, None);

    /// <summary>A message whose fields JSON shows among those of the one around it.</summary>
    public static ProtoField Inline(IReadOnlyDictionary<int, ProtoField> message) => new("", ProtoKind.Inline, message);

    private static ProtoField Time(string name) => new(name, ProtoKind.Time, None);

    public static ProtoField Nested(string name, IReadOnlyDictionary<int, ProtoField> message, bool repeated = false) => new(name, ProtoKind.Message, message, repeated);
}
