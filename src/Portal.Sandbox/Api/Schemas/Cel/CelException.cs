namespace Portal.Sandbox.Api.Schemas.Cel;

/// <summary>The evaluation of an expression failed, for example because a field is not there.</summary>
public class CelException(string message) : Exception(message);
