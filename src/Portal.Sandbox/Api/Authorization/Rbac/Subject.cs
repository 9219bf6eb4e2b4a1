namespace Portal.Sandbox.Api.Authorization.Rbac;

/// <summary>Somebody whom a binding grants a role.</summary>
/// <param name="Kind"><c>User</c>, <c>Group</c> or <c>ServiceAccount</c>.</param>
/// <param name="Name">Name.</param>
/// <param name="Namespace">Of a service account.</param>
public sealed record Subject(string Kind, string Name, string Namespace)
{
    public override string ToString() => $"{Kind} {GoText.Quote(Kind == "ServiceAccount" ? $"{Name}/{Namespace}" : Name)}";
}
