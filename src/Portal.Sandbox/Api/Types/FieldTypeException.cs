namespace Portal.Sandbox.Api.Types;

/// <summary>A field holds what its type does not; the message is that of Go's decoder.</summary>
public sealed class FieldTypeException(string message) : Exception(message);
