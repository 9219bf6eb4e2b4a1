namespace Portal.Sandbox.Node.Volumes;

/// <summary>A file to be put into a volume.</summary>
/// <param name="Path">Relative path, already checked.</param>
/// <param name="Content">What it holds.</param>
/// <param name="Mode">Permission bits.</param>
internal sealed record VolumeFile(string Path, byte[] Content, int Mode)
{
    /// <summary>Permission bits where a volume gives none.</summary>
    public const int DefaultMode = 0x1A4; // 0644
}
