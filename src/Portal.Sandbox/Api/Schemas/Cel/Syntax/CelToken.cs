namespace Portal.Sandbox.Api.Schemas.Cel.Syntax;

/// <summary>A token of an expression.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">A name or operator as it was written; empty at the end.</param>
/// <param name="Value">What a literal stands for.</param>
/// <param name="At">Where it begins.</param>
internal readonly record struct CelToken(CelTokenKind Kind, string Text, object? Value, int At);
