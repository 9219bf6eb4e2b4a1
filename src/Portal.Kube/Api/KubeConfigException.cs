namespace Portal.Kube.Api;

/// <summary>A kubeconfig cannot be used. The message names the file, the line where known, and what to do; it never holds a secret.</summary>
public sealed class KubeConfigException(string message, Exception? inner = null) : Exception(message, inner);
