using Portal.Sandbox.Api.Schemas.Cel.Syntax;

namespace Portal.Sandbox.Api.Schemas.Cel;

/// <summary>Finds variables, functions and fields that there are not, before a rule is ever evaluated.</summary>
internal sealed class CelChecker(Schema self)
{
    private readonly Stack<(string Name, Schema? Schema)> _variables = new([("self", self), ("oldSelf", self)]);

    /// <summary>Whether <c>oldSelf</c> occurs.</summary>
    public bool UsesOld { get; private set; }

    /// <summary>Checks an expression; returns the schema of its value where it is known.</summary>
    /// <exception cref="CelSyntaxException">Something is not there.</exception>
    public Schema? Check(CelExpression expression)
    {
        switch (expression)
        {
            case CelExpression.Variable variable:
                UsesOld |= variable.Name == "oldSelf";
                return _variables.FirstOrDefault(v => v.Name == variable.Name) is { Name: not null } known
                    ? known.Schema
                    : throw new CelSyntaxException(variable.At, $"undeclared reference to '{variable.Name}' (in container '')");
            case CelExpression.Select select:
                return Field(Check(select.Of), select.Field, select.At);
            case CelExpression.Has has:
                Field(Check(has.Of), has.Field, has.At);
                return null;
            case CelExpression.Index index:
                Check(index.Key);
                var of = Check(index.Of);
                return of?.Items ?? of?.AdditionalProperties;
            case CelExpression.Call call:
                return Call(call);
            case CelExpression.Comprehension comprehension:
                return Comprehension(comprehension);
            case CelExpression.Conditional conditional:
                Check(conditional.Condition);
                var (then, otherwise) = (Check(conditional.Then), Check(conditional.Else));
                return ReferenceEquals(then, otherwise) ? then : null;
            case CelExpression.Unary unary:
                Check(unary.Operand);
                return null;
            case CelExpression.Binary binary:
                Check(binary.Left);
                Check(binary.Right);
                return null;
            case CelExpression.List list:
                CheckAll(list.Items);
                return null;
            case CelExpression.Map map:
                CheckAll(map.Entries.SelectMany(e => (CelExpression[])[e.Key, e.Value]));
                return null;
            default:
                return null;
        }
    }

    private Schema? Call(CelExpression.Call call)
    {
        CheckAll(call.Arguments);
        var target = call.Target is null ? null : Check(call.Target);
        if (!CelFunctions.IsKnown(call.Function, call.Arguments.Count + (call.Target is null ? 0 : 1)))
        {
            throw new CelSyntaxException(call.At, $"undeclared reference to '{call.Function}' (in container ''): this function is not available here");
        }
        return call.Function == "dyn" ? null : call.Function is "min" or "max" ? target?.Items : null;
    }

    private Schema? Comprehension(CelExpression.Comprehension comprehension)
    {
        var over = Check(comprehension.Over);
        _variables.Push((comprehension.Item, over?.Items));
        if (comprehension.Filter is { } filter)
        {
            Check(filter);
        }
        Check(comprehension.Body);
        _variables.Pop();
        return comprehension.Macro == "filter" ? over : null;
    }

    private void CheckAll(IEnumerable<CelExpression> expressions)
    {
        foreach (var expression in expressions)
        {
            Check(expression);
        }
    }

    private static Schema? Field(Schema? of, string field, int at)
    {
        if (of?.Member(field) is { } member)
        {
            return member;
        }
        // Of metadata, and of what may have any field, nothing is described.
        return of is { Properties.Count: > 0 } && field is not ("apiVersion" or "kind" or "metadata") ? throw new CelSyntaxException(at, $"undefined field '{field}'") : null;
    }
}
