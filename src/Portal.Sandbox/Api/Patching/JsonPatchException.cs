namespace Portal.Sandbox.Api.Patching;

/// <summary>A JSON patch that cannot be applied to this object.</summary>
public sealed class JsonPatchException(string message) : Exception(message);
