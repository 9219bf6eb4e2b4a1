using Portal.Sandbox.Api.Schemas.Cel.Syntax;

namespace Portal.Sandbox.Api.Schemas.Cel;

/// <summary>Works an expression out.</summary>
/// <param name="budget">What it may cost.</param>
internal sealed class CelEvaluator(CelBudget budget)
{
    private readonly Stack<(string Name, object? Value)> _variables = new();

    public void Bind(string name, object? value) => _variables.Push((name, value));

    /// <exception cref="CelException">It has no value, for example because a field is not there.</exception>
    public object? Evaluate(CelExpression expression)
    {
        budget.Spend(1);
        return expression switch
        {
            CelExpression.Constant constant => constant.Value,
            CelExpression.Variable variable => Lookup(variable.Name),
            CelExpression.Select select => Select(Evaluate(select.Of), select.Field),
            CelExpression.Has has => Has(Evaluate(has.Of), has.Field),
            CelExpression.Index index => Index(Evaluate(index.Of), Evaluate(index.Key)),
            CelExpression.Unary unary => Unary(unary.Operator, Evaluate(unary.Operand)),
            CelExpression.Conditional conditional => Truth(conditional.Condition) ? Evaluate(conditional.Then) : Evaluate(conditional.Else),
            CelExpression.Binary { Operator: "&&" } and => Junction(and, absorbing: false),
            CelExpression.Binary { Operator: "||" } or => Junction(or, absorbing: true),
            CelExpression.Binary binary => CelOperators.Apply(binary.Operator, Evaluate(binary.Left), Evaluate(binary.Right), budget),
            CelExpression.List list => list.Items.Select(Evaluate).ToList(),
            CelExpression.Map map => map.Entries.ToDictionary(e => Evaluate(e.Key) ?? throw new CelException("unsupported key type: null"), e => Evaluate(e.Value)),
            CelExpression.Comprehension comprehension => Comprehend(comprehension),
            CelExpression.Call call => CelFunctions.Call(call.Function, call.Target is null ? null : Evaluate(call.Target), call.Target is not null, [.. call.Arguments.Select(Evaluate)], budget),
            _ => throw new InvalidOperationException($"unknown expression {expression.GetType().Name}"),
        };
    }

    private object? Lookup(string name)
    {
        foreach (var (known, value) in _variables)
        {
            if (known == name)
            {
                return value;
            }
        }
        throw new CelException($"no such attribute(s): {name}");
    }

    private static object? Select(object? of, string field) => of switch
    {
        CelObject obj => obj.Get(field),
        IReadOnlyDictionary<object, object?> map => map.TryGetValue(field, out var value) ? value : throw new CelException($"no such key: {field}"),
        _ => throw CelValue.NoOverload(),
    };

    private static object Has(object? of, string field) => of switch
    {
        CelObject obj => obj.Has(field),
        IReadOnlyDictionary<object, object?> map => map.ContainsKey(field),
        _ => throw CelValue.NoOverload(),
    };

    private static object? Index(object? of, object? key)
    {
        if (CelValue.Items(of) is { } items)
        {
            return key is long index ? index >= 0 && index < items.Count ? items[(int)index] : throw new CelException($"index out of bounds: {index}") : throw CelValue.NoOverload();
        }
        if (key is string name)
        {
            return Select(of, name);
        }
        return of is IReadOnlyDictionary<object, object?> map && key is not null
            ? map.TryGetValue(key, out var value) ? value : throw new CelException($"no such key: {CelValue.Text(key)}")
            : throw CelValue.NoOverload();
    }

    private static object Unary(string op, object? operand) => (op, operand) switch
    {
        ("!", bool flag) => !flag,
        ("-", long number) => number == long.MinValue ? throw new CelException("integer overflow") : -number,
        ("-", double number) => -number,
        _ => throw CelValue.NoOverload(),
    };

    /// <summary>An error on one side counts only if the other side does not decide.</summary>
    private bool Junction(CelExpression.Binary junction, bool absorbing)
    {
        CelException? failed = null;
        try
        {
            if (Truth(junction.Left) == absorbing)
            {
                return absorbing;
            }
        }
        catch (CelException e) when (e is not CelCostException)
        {
            failed = e;
        }
        return Truth(junction.Right) == absorbing ? absorbing : failed is null ? !absorbing : throw failed;
    }

    private bool Truth(CelExpression expression) => Evaluate(expression) is bool flag ? flag : throw CelValue.NoOverload();

    private object Comprehend(CelExpression.Comprehension macro)
    {
        var over = Evaluate(macro.Over);
        var items = CelValue.Items(over) ?? CelValue.Entries(over)?.Keys.ToList() ?? throw CelValue.NoOverload();
        return macro.Macro switch
        {
            "all" => !Decides(macro, items, false),
            "exists" => Decides(macro, items, true),
            "exists_one" or "existsOne" => items.Count(i => With(macro, i, macro.Body) is true) == 1,
            "filter" => items.Where(i => Flag(With(macro, i, macro.Body))).ToList(),
            _ => items.Where(i => macro.Filter is null || Flag(With(macro, i, macro.Filter))).Select(i => With(macro, i, macro.Body)).ToList(),
        };
    }

    private bool Decides(CelExpression.Comprehension macro, IReadOnlyList<object?> items, bool deciding)
    {
        CelException? failed = null;
        foreach (var item in items)
        {
            try
            {
                if (Flag(With(macro, item, macro.Body)) == deciding)
                {
                    return true;
                }
            }
            catch (CelException e) when (e is not CelCostException)
            {
                failed ??= e;
            }
        }
        return failed is null ? false : throw failed;
    }

    private static bool Flag(object? value) => value is bool flag ? flag : throw CelValue.NoOverload();

    private object? With(CelExpression.Comprehension macro, object? item, CelExpression body)
    {
        _variables.Push((macro.Item, item));
        try
        {
            return Evaluate(body);
        }
        finally
        {
            _variables.Pop();
        }
    }
}
