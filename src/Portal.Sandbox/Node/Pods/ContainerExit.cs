namespace Portal.Sandbox.Node.Pods;

/// <summary>Exit codes with a meaning of their own.</summary>
internal static class ContainerExit
{
    /// <summary>After SIGKILL.</summary>
    public const int Killed = 137;

    /// <summary>What kubelet reports when the command could not be run.</summary>
    public const int StartError = 128;
}
