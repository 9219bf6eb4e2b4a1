namespace Portal.Sandbox.Node.Isolation;

/// <summary>What the probe at start found; the node starts no container before.</summary>
internal sealed class IsolationState
{
    public IsolationLevel Level { get; set; }
}
