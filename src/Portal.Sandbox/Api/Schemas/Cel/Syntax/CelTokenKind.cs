namespace Portal.Sandbox.Api.Schemas.Cel.Syntax;

internal enum CelTokenKind
{
    Name,
    Literal,
    Operator,
    End,
}
