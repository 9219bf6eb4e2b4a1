namespace Portal.Sandbox.Node.Isolation;

/// <summary>A folder or file of the host at a path inside a container.</summary>
/// <param name="Source">Path on the host.</param>
/// <param name="Target">Absolute path inside.</param>
/// <param name="ReadOnly">Whether the container may only read.</param>
internal sealed record ContainerMount(string Source, string Target, bool ReadOnly);
