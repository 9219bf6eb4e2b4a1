using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Http.Bodies;
using Portal.Sandbox.Controllers.Housekeeping;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Hosting.Policy;

/// <summary>The roles and bindings of <c>bootstrap-policy.yaml</c> as objects of the API.</summary>
public static class BootstrapPolicy
{
    private const string File = "Portal.Sandbox.Hosting.Policy.bootstrap-policy.yaml";
    private const string Group = "rbac.authorization.k8s.io";
    private static readonly JsonObject Content = Read();

    /// <summary>ClusterRoles; those that are put together from others hold their rules already.</summary>
    public static IReadOnlyList<JsonObject> ClusterRoles()
    {
        var roles = Content.Items("roles").Select(ClusterRole).ToList();
        // Some are put together from others that are.
        for (var changed = true; changed;)
        {
            changed = roles.Where(r => ClusterRoleAggregation.Apply(r, roles)).ToList().Count > 0;
        }
        return roles;
    }

    public static IReadOnlyList<JsonObject> ClusterRoleBindings() => [.. Content.Items("bindings").Select(b => Binding(b, ""))];

    /// <summary>The RoleBindings of one workspace.</summary>
    public static IReadOnlyList<JsonObject> RoleBindings(string ns) => [.. Content.Items("workspace").Select(b => Binding(b, ns))];

    /// <summary>The service accounts of one workspace.</summary>
    public static IReadOnlyList<JsonObject> ServiceAccounts(string ns) =>
        [.. (Content["accounts"] as JsonArray ?? []).Select(a => new JsonObject { ["metadata"] = new JsonObject { ["name"] = a.Text(), ["namespace"] = ns } })];

    private static JsonObject ClusterRole(JsonObject entry)
    {
        var labels = Metadata(entry, "");
        foreach (var label in (entry["labels"] as JsonArray ?? []).Select(l => l.Text()))
        {
            labels.Child("labels")[$"{Group}/{label}"] = "true";
        }
        var role = new JsonObject { ["metadata"] = labels };
        if (entry.Text("aggregate") is { } aggregate)
        {
            role["aggregationRule"] = new JsonObject
            {
                ["clusterRoleSelectors"] = new JsonArray(new JsonObject { ["matchLabels"] = new JsonObject { [$"{Group}/{aggregate}"] = "true" } }),
            };
        }
        role["rules"] = entry["rules"]?.DeepClone();
        return role;
    }

    private static JsonObject Binding(JsonObject entry, string ns) => new()
    {
        ["metadata"] = Metadata(entry, ns),
        ["subjects"] = new JsonArray([.. (entry["groups"] as JsonArray ?? []).Select(g => new JsonObject
        {
            ["kind"] = "Group", ["apiGroup"] = Group, ["name"] = g.Text()!.Replace("NAMESPACE", ns, StringComparison.Ordinal),
        })]),
        ["roleRef"] = new JsonObject { ["apiGroup"] = Group, ["kind"] = "ClusterRole", ["name"] = entry.Text("role") },
    };

    private static JsonObject Metadata(JsonObject entry, string ns)
    {
        var metadata = new JsonObject { ["name"] = entry.Text("name"), ["labels"] = new JsonObject { ["kubernetes.io/bootstrapping"] = "rbac-defaults" } };
        if (ns.Length > 0)
        {
            metadata["namespace"] = ns;
        }
        return metadata;
    }

    private static JsonObject Read()
    {
        using var reader = new StreamReader(typeof(BootstrapPolicy).Assembly.GetManifestResourceStream(File) ?? throw new InvalidOperationException($"{File} is not part of this program."));
        return (JsonObject)YamlReader.Read(reader.ReadToEnd()).Node!;
    }
}
