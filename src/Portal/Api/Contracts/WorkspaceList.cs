namespace Portal.Api.Contracts;

/// <summary>Workspaces by name.</summary>
public sealed record WorkspaceList(IReadOnlyList<WorkspaceResource> Workspaces);
