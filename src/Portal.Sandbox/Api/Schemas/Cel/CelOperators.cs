namespace Portal.Sandbox.Api.Schemas.Cel;

/// <summary>The operators that need both sides.</summary>
internal static class CelOperators
{
    public static object Apply(string op, object? left, object? right, CelBudget budget)
    {
        try
        {
            return op switch
            {
                "==" => CelValue.AreEqual(left, right, budget),
                "!=" => !CelValue.AreEqual(left, right, budget),
                "<" => CelValue.Compare(left, right) < 0,
                "<=" => CelValue.Compare(left, right) <= 0,
                ">" => CelValue.Compare(left, right) > 0,
                ">=" => CelValue.Compare(left, right) >= 0,
                "in" => IsIn(left, right, budget),
                "+" => Add(left, right, budget),
                _ => Calculate(op, left, right),
            };
        }
        catch (OverflowException)
        {
            throw new CelException("integer overflow");
        }
    }

    private static bool IsIn(object? value, object? container, CelBudget budget) =>
        CelValue.Items(container) is { } items ? items.Any(i => CelValue.AreEqual(i, value, budget))
        : container is CelObject obj ? value is string name && obj.Node.ContainsKey(name)
        : CelValue.Entries(container) is { } map ? value is not null && map.ContainsKey(value)
        : throw CelValue.NoOverload();

    private static object Add(object? left, object? right, CelBudget budget) => (left, right) switch
    {
        (long a, long b) => checked(a + b),
        (double a, double b) => a + b,
        (string a, string b) => Join(a, b, budget),
        (DateTimeOffset a, TimeSpan b) => a + b,
        (TimeSpan a, TimeSpan b) => a + b,
        _ when CelValue.Items(left) is { } a && CelValue.Items(right) is { } b => Join(a, b, budget),
        _ => throw CelValue.NoOverload(),
    };

    private static string Join(string left, string right, CelBudget budget)
    {
        budget.Spend((left.Length + right.Length) / 10);
        return left + right;
    }

    private static List<object?> Join(IReadOnlyList<object?> left, IReadOnlyList<object?> right, CelBudget budget)
    {
        budget.Spend(left.Count + right.Count);
        return [.. left, .. right];
    }

    private static object Calculate(string op, object? left, object? right) => (op, left, right) switch
    {
        ("-", long a, long b) => checked(a - b),
        ("-", double a, double b) => a - b,
        ("-", DateTimeOffset a, DateTimeOffset b) => a - b,
        ("-", DateTimeOffset a, TimeSpan b) => a - b,
        ("-", TimeSpan a, TimeSpan b) => a - b,
        ("*", long a, long b) => checked(a * b),
        ("*", double a, double b) => a * b,
        ("/", long, 0L) => throw new CelException("division by zero"),
        ("/", long a, long b) => checked(a / b),
        ("/", double a, double b) => a / b,
        ("%", long, 0L) => throw new CelException("modulus by zero"),
        ("%", long a, long b) => b == -1 ? 0L : a % b,
        _ => throw CelValue.NoOverload(),
    };
}
