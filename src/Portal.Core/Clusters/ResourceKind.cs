namespace Portal.Core.Clusters;

/// <summary>A kind of object that a Kubernetes API serves.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">API version, for example <c>v1</c>.</param>
/// <param name="Plural">Lower-case plural used in paths.</param>
/// <param name="Kind">The kind as manifests write it.</param>
/// <param name="Namespaced">Whether objects live in a namespace.</param>
public sealed record ResourceKind(string Group, string Version, string Plural, string Kind, bool Namespaced)
{
    public static readonly ResourceKind Namespace = new("", "v1", "namespaces", "Namespace", Namespaced: false);
    public static readonly ResourceKind Pod = new("", "v1", "pods", "Pod", Namespaced: true);
    public static readonly ResourceKind Event = new("", "v1", "events", "Event", Namespaced: true);
    public static readonly ResourceKind ConfigMap = new("", "v1", "configmaps", "ConfigMap", Namespaced: true);
    public static readonly ResourceKind Secret = new("", "v1", "secrets", "Secret", Namespaced: true);
    public static readonly ResourceKind SparkApplication = new("sparkoperator.k8s.io", "v1beta2", "sparkapplications", "SparkApplication", Namespaced: true);

    /// <summary><c>apiVersion</c> as manifests write it: <c>v1</c> or <c>group/version</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
