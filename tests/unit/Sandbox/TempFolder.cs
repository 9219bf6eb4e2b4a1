namespace Portal.UnitTests.Sandbox;

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("portal-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
