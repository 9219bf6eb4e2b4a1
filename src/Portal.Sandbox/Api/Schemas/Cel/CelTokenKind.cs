namespace Portal.Sandbox.Api.Schemas.Cel;

internal enum CelTokenKind
{
    Name,
    Literal,
    Operator,
    End,
}
