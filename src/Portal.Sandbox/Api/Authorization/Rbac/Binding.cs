using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Api.Authorization.Rbac;

/// <summary>A RoleBinding, or with an empty namespace a ClusterRoleBinding.</summary>
public sealed record Binding(string Namespace, string Name, RoleReference Role, IReadOnlyList<Subject> Subjects)
{
    /// <summary>Reads a stored binding; what is not as it should be binds nobody.</summary>
    public static Binding Read(JsonObject binding)
    {
        var ns = binding.Namespace();
        return new Binding(
            ns,
            binding.Name(),
            new RoleReference(binding.Text("roleRef", "kind") ?? "", binding.Text("roleRef", "name") ?? ""),
            [.. binding.Items("subjects").Select(s => ReadSubject(s, ns))]);
    }

    /// <summary>Why somebody may do what the role allows, in Kubernetes' words.</summary>
    public string Describe(Subject subject) => Namespace.Length == 0
        ? $"RBAC: allowed by ClusterRoleBinding {GoText.Quote(Name)} of {Role.Kind} {GoText.Quote(Role.Name)} to {subject}"
        : $"RBAC: allowed by RoleBinding {GoText.Quote($"{Name}/{Namespace}")} of {Role.Kind} {GoText.Quote(Role.Name)} to {subject}";

    /// <summary>A service account without a namespace is one of the binding's own.</summary>
    private static Subject ReadSubject(JsonObject subject, string ns) =>
        new(subject.Text("kind") ?? "", subject.Text("name") ?? "", subject.Text("namespace") is { Length: > 0 } own ? own : ns);
}
