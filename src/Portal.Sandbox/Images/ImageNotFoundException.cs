namespace Portal.Sandbox.Images;

/// <summary>An image name that stands for nothing on this host.</summary>
public sealed class ImageNotFoundException(string message) : Exception(message);
