namespace Portal.Sandbox.Api.Schemas.Cel.Syntax;

/// <summary>An expression that is not one, or that needs something which is not available here.</summary>
/// <param name="at">Where, counted in characters from 0.</param>
/// <param name="message">What is wrong.</param>
public sealed class CelSyntaxException(int at, string message) : Exception($"ERROR: <input>:1:{at + 1}: {message}");
