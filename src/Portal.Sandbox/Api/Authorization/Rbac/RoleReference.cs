namespace Portal.Sandbox.Api.Authorization.Rbac;

/// <summary><c>roleRef</c> of a binding.</summary>
/// <param name="Kind"><c>Role</c> or <c>ClusterRole</c>.</param>
/// <param name="Name">Name of the role.</param>
public sealed record RoleReference(string Kind, string Name);
