namespace Portal.Sandbox.Node;

/// <summary>All pods share the host's network, of which they are told the loopback address only.</summary>
internal static class NodeAddress
{
    public const string Loopback = "127.0.0.1";
}
