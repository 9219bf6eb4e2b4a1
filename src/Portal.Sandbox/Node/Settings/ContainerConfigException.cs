namespace Portal.Sandbox.Node.Settings;

/// <summary>A container cannot be made as it is written; the message is in kubelet's words and ends up in the container's status.</summary>
internal sealed class ContainerConfigException(string message) : Exception(message);
