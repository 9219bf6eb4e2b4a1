using Portal.Sandbox.Node.Settings;
using Portal.Sandbox.Node.Volumes;

namespace Portal.Sandbox.Node.Isolation;

/// <summary>Without bubblewrap a process sees the host as it is: only what lies at its own path already can be "mounted".</summary>
internal static class PlainMounts
{
    /// <exception cref="ContainerConfigException">A path cannot be given; a container that needs it must not run without it.</exception>
    public static IReadOnlyList<ContainerMount> Check(IReadOnlyList<ContainerMount> wanted)
    {
        var impossible = wanted.Where(m => m.Source != m.Target && m.Target != ContainerMounts.ServiceAccountPath).Select(m => m.Target).ToList();
        return impossible.Count == 0
            ? []
            : throw new ContainerConfigException(
                $"nothing can be mounted at {string.Join(", ", impossible)}: the sandbox runs without bubblewrap on this machine. " +
                "Install it (apt install bubblewrap) and restart the sandbox");
    }
}
