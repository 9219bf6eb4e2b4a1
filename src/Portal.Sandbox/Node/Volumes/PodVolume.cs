namespace Portal.Sandbox.Node.Volumes;

/// <summary>A volume that is ready to be mounted.</summary>
/// <param name="Folder">Where its files are on the host.</param>
/// <param name="ReadOnly">Whether no container may write to it.</param>
internal sealed record PodVolume(string Folder, bool ReadOnly);
