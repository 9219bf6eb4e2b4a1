namespace Portal.Sandbox.Api.Schemas.Cel.Syntax;

/// <summary>
/// Reads the Common Expression Language: literals, lists, maps, operators, <c>has</c>, and the macros over lists. Messages and optional values
/// (<c>a.?b</c>) are not part of what is available here.
/// </summary>
internal sealed class CelParser
{
    /// <summary>Nesting that is accepted.</summary>
    public const int MaxDepth = 64;

    private static readonly string[][] Precedence = [["||"], ["&&"], ["==", "!=", "<", "<=", ">", ">=", "in"], ["+", "-"], ["*", "/", "%"]];
    private static readonly string[] Macros = ["all", "exists", "exists_one", "existsOne", "filter", "map"];
    private readonly List<CelToken> _tokens;
    private int _at;
    private int _depth;

    private CelParser(string text) => _tokens = new CelLexer(text).Read();

    private CelToken Current => _tokens[_at];

    /// <exception cref="CelSyntaxException">Not an expression.</exception>
    public static CelExpression Parse(string text)
    {
        var parser = new CelParser(text);
        var expression = parser.Expression();
        return parser.Current.Kind == CelTokenKind.End ? expression : throw parser.Unexpected();
    }

    private CelExpression Expression()
    {
        if (++_depth > MaxDepth)
        {
            throw new CelSyntaxException(Current.At, "expression recursion limit exceeded");
        }
        var at = Current.At;
        var condition = Operation(0);
        if (Take("?"))
        {
            var then = Operation(0);
            Require(":");
            condition = new CelExpression.Conditional(condition, then, Expression()) { At = at };
        }
        _depth--;
        return condition;
    }

    private CelExpression Operation(int level)
    {
        if (level == Precedence.Length)
        {
            return Prefix();
        }
        var left = Operation(level + 1);
        while (Current.Kind == CelTokenKind.Operator && Precedence[level].Contains(Current.Text, StringComparer.Ordinal))
        {
            var op = _tokens[_at++];
            left = new CelExpression.Binary(op.Text, left, Operation(level + 1)) { At = op.At };
        }
        return left;
    }

    private CelExpression Prefix()
    {
        var at = Current.At;
        var operators = new Stack<string>();
        while (Current is { Kind: CelTokenKind.Operator, Text: "!" or "-" })
        {
            operators.Push(_tokens[_at++].Text);
            if (operators.Count > MaxDepth)
            {
                throw new CelSyntaxException(at, "expression recursion limit exceeded");
            }
        }
        var operand = Member();
        while (operators.TryPop(out var op))
        {
            operand = new CelExpression.Unary(op, operand) { At = at };
        }
        return operand;
    }

    private CelExpression Member()
    {
        var expression = Primary();
        while (true)
        {
            var at = Current.At;
            if (Take("."))
            {
                if (Current is { Kind: CelTokenKind.Operator, Text: "?" })
                {
                    throw new CelSyntaxException(at, "optional values are not available here");
                }
                var name = Name();
                expression = Take("(") ? Call(expression, name, at) : new CelExpression.Select(expression, Unescape(name)) { At = at };
            }
            else if (Take("["))
            {
                expression = new CelExpression.Index(expression, Expression()) { At = at };
                Require("]");
            }
            else
            {
                return expression;
            }
        }
    }

    private CelExpression Primary()
    {
        var token = Current;
        switch (token)
        {
            case { Kind: CelTokenKind.Literal }:
                _at++;
                return new CelExpression.Constant(token.Value) { At = token.At };
            case { Kind: CelTokenKind.Name }:
                _at++;
                return Take("(") ? Call(null, token.Text, token.At) : new CelExpression.Variable(token.Text) { At = token.At };
            case { Kind: CelTokenKind.Operator, Text: "(" }:
                _at++;
                var inner = Expression();
                Require(")");
                return inner;
            case { Kind: CelTokenKind.Operator, Text: "[" }:
                _at++;
                return new CelExpression.List(List("]")) { At = token.At };
            case { Kind: CelTokenKind.Operator, Text: "{" }:
                _at++;
                return new CelExpression.Map(Entries()) { At = token.At };
            default:
                throw Unexpected();
        }
    }

    private CelExpression Call(CelExpression? target, string function, int at)
    {
        var arguments = List(")");
        if (target is null && function == "has")
        {
            return arguments is [CelExpression.Select field] ? new CelExpression.Has(field.Of, field.Field) { At = at } : throw new CelSyntaxException(at, "invalid argument to has() macro");
        }
        if (target is null || !Macros.Contains(function, StringComparer.Ordinal))
        {
            return new CelExpression.Call(function, target, arguments) { At = at };
        }
        return arguments switch
        {
            [CelExpression.Variable variable, var body] => new CelExpression.Comprehension(function, target, variable.Name, null, body) { At = at },
            [CelExpression.Variable variable, var filter, var body] when function == "map" => new CelExpression.Comprehension(function, target, variable.Name, filter, body) { At = at },
            _ => throw new CelSyntaxException(at, $"invalid arguments of {function}()"),
        };
    }

    private List<CelExpression> List(string end)
    {
        var items = new List<CelExpression>();
        while (!Take(end))
        {
            items.Add(Expression());
            if (!Take(","))
            {
                Require(end);
                break;
            }
        }
        return items;
    }

    private List<(CelExpression, CelExpression)> Entries()
    {
        var entries = new List<(CelExpression, CelExpression)>();
        while (!Take("}"))
        {
            var key = Expression();
            Require(":");
            entries.Add((key, Expression()));
            if (!Take(","))
            {
                Require("}");
                break;
            }
        }
        return entries;
    }

    private string Name() => Current.Kind == CelTokenKind.Name || Current is { Kind: CelTokenKind.Operator, Text: "in" } ? _tokens[_at++].Text : throw Unexpected();

    /// <summary>Names that the language does not take are written in another way, for example <c>x__dash__y</c>.</summary>
    private static string Unescape(string name)
    {
        if (!name.Contains("__", StringComparison.Ordinal))
        {
            return name;
        }
        if (name.Length > 4 && name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal))
        {
            return name[2..^2];
        }
        return name.Replace("__dot__", ".", StringComparison.Ordinal).Replace("__dash__", "-", StringComparison.Ordinal)
            .Replace("__slash__", "/", StringComparison.Ordinal).Replace("__underscores__", "__", StringComparison.Ordinal);
    }

    private bool Take(string op)
    {
        if (Current.Kind != CelTokenKind.Operator || Current.Text != op)
        {
            return false;
        }
        _at++;
        return true;
    }

    private void Require(string op)
    {
        if (!Take(op))
        {
            throw Unexpected();
        }
    }

    private CelSyntaxException Unexpected() =>
        new(Current.At, Current.Kind == CelTokenKind.End ? "Syntax error: mismatched input '<EOF>'" : $"Syntax error: mismatched input '{Current.Text}{Current.Value}'");
}
