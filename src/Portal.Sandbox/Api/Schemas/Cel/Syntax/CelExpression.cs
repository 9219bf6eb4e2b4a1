namespace Portal.Sandbox.Api.Schemas.Cel.Syntax;

/// <summary>A node of an expression.</summary>
internal abstract record CelExpression
{
    /// <summary>Where it begins in the text.</summary>
    public int At { get; init; }

    internal sealed record Constant(object? Value) : CelExpression;

    internal sealed record Variable(string Name) : CelExpression;

    internal sealed record Select(CelExpression Of, string Field) : CelExpression;

    /// <summary><c>has(a.b)</c>.</summary>
    internal sealed record Has(CelExpression Of, string Field) : CelExpression;

    internal sealed record Index(CelExpression Of, CelExpression Key) : CelExpression;

    internal sealed record Call(string Function, CelExpression? Target, IReadOnlyList<CelExpression> Arguments) : CelExpression;

    internal sealed record Unary(string Operator, CelExpression Operand) : CelExpression;

    internal sealed record Binary(string Operator, CelExpression Left, CelExpression Right) : CelExpression;

    internal sealed record Conditional(CelExpression Condition, CelExpression Then, CelExpression Else) : CelExpression;

    internal sealed record List(IReadOnlyList<CelExpression> Items) : CelExpression;

    internal sealed record Map(IReadOnlyList<(CelExpression Key, CelExpression Value)> Entries) : CelExpression;

    /// <summary>all, exists, exists_one, filter or map over a list or the keys of a map.</summary>
    internal sealed record Comprehension(string Macro, CelExpression Over, string Item, CelExpression? Filter, CelExpression Body) : CelExpression;
}
