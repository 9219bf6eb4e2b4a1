namespace Portal.Api.Contracts;

/// <summary>A namespace that jobs run in.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Terminating">It is being deleted: nothing can be submitted any more.</param>
public sealed record WorkspaceResource(string Name, bool Terminating);
