using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Schemas.Cel.Syntax;

namespace Portal.Sandbox.Api.Schemas.Cel;

/// <summary>
/// A rule that is ready to be evaluated. What is available: the operators, <c>has</c>, <c>all</c>, <c>exists</c>, <c>exists_one</c>, <c>filter</c>, <c>map</c>,
/// and the functions that <see cref="CelFunctions"/> lists. Anything else is refused when a rule is compiled, so that no rule is passed over.
/// </summary>
public sealed class CelProgram
{
    private readonly CelExpression _expression;

    private CelProgram(CelExpression expression, bool usesOld) => (_expression, UsesOld) = (expression, usesOld);

    /// <summary>Compares with the value before: runs only where there is one.</summary>
    public bool UsesOld { get; }

    /// <summary>Compiles an expression.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="schema">What <c>self</c> is; fields that it does not have are an error.</param>
    /// <exception cref="CelSyntaxException">Not an expression, or one that cannot be evaluated here.</exception>
    public static CelProgram Compile(string text, Schema schema)
    {
        var expression = CelParser.Parse(text);
        var checker = new CelChecker(schema);
        checker.Check(expression);
        return new CelProgram(expression, checker.UsesOld);
    }

    /// <summary>The value of the expression.</summary>
    /// <param name="self">The value that the rule is about.</param>
    /// <param name="old">The one before; null when there is none.</param>
    /// <param name="schema">Its schema.</param>
    /// <param name="budget">What it may cost.</param>
    /// <exception cref="CelException">The evaluation failed.</exception>
    public object? Evaluate(JsonNode self, JsonNode? old, Schema schema, CelBudget budget)
    {
        budget.StartRule();
        var evaluator = new CelEvaluator(budget);
        evaluator.Bind("self", CelValue.Of(self, schema));
        if (UsesOld)
        {
            evaluator.Bind("oldSelf", CelValue.Of(old, schema));
        }
        return evaluator.Evaluate(_expression);
    }
}
