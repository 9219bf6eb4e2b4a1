namespace Portal.Sandbox.Node.Volumes;

/// <summary>A volume cannot be set up now; the message is in kubelet's words. It is tried again.</summary>
internal sealed class VolumeException(string message) : Exception(message);
