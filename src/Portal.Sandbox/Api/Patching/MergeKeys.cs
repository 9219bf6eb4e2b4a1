namespace Portal.Sandbox.Api.Patching;

/// <summary>
/// How strategic merge patches treat the lists of Kubernetes' own kinds: by which field items are the same one. From the patch tags of
/// <c>k8s.io/api</c>. A list that is not here is replaced as a whole.
/// </summary>
internal static class MergeKeys
{
    /// <summary>Lists of plain values that are merged as a set.</summary>
    public const string Set = "";

    private static readonly Dictionary<string, string> Keys = new(StringComparer.Ordinal)
    {
        ["metadata.ownerReferences"] = "uid",
        ["metadata.finalizers"] = Set,
        ["containers"] = "name",
        ["initContainers"] = "name",
        ["ephemeralContainers"] = "name",
        ["volumes"] = "name",
        ["imagePullSecrets"] = "name",
        ["hostAliases"] = "ip",
        ["topologySpreadConstraints"] = "topologyKey",
        ["resourceClaims"] = "name",
        ["schedulingGates"] = "name",
        ["env"] = "name",
        ["volumeMounts"] = "mountPath",
        ["volumeDevices"] = "devicePath",
        ["containers.ports"] = "containerPort",
        ["initContainers.ports"] = "containerPort",
        ["spec.ports"] = "port",
        ["conditions"] = "type",
        ["secrets"] = "name",
        ["podIPs"] = "ip",
        ["hostIPs"] = "ip",
        ["addresses"] = "type",
        ["taints"] = "key",
        ["spec.finalizers"] = Set,
        ["podCIDRs"] = Set,
    };

    /// <summary>The merge key of a list field, <see cref="Set"/> for a set, or null when the list is replaced.</summary>
    /// <param name="parent">Name of the field that holds the list's object.</param>
    /// <param name="field">Name of the list.</param>
    public static string? Of(string parent, string field) =>
        Keys.TryGetValue($"{parent}.{field}", out var key) || Keys.TryGetValue(field, out key) ? key : null;
}
