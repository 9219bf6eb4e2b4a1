namespace Portal.Sandbox.Api.Selecting;

/// <summary>Reads the grammar of label selectors; the error texts are those of Kubernetes' own parser.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private int _at;

    public IEnumerable<LabelRequirement> Requirements()
    {
        if (Peek().Length == 0)
        {
            yield break;
        }
        while (true)
        {
            yield return Requirement();
            var token = Next();
            if (token.Length == 0)
            {
                yield break;
            }
            if (token != ",")
            {
                throw Wrong(token, "',' or 'end of string'");
            }
        }
    }

    private LabelRequirement Requirement()
    {
        if (Peek() == "!")
        {
            Next();
            return new LabelRequirement(Word(), "!", []);
        }
        var key = Word();
        switch (Peek())
        {
            case "" or ",":
                return new LabelRequirement(key, "exists", []);
            case "=" or "==":
                Next();
                return new LabelRequirement(key, "in", [Value()]);
            case "!=":
                Next();
                return new LabelRequirement(key, "notin", [Value()]);
            case ">" or "<":
                return new LabelRequirement(key, Next() == ">" ? "gt" : "lt", [Number()]);
            case "in" or "notin":
                return new LabelRequirement(key, Next(), Values());
            default:
                throw Wrong(Next(), "in, notin, =, ==, !=, gt, lt");
        }
    }

    private List<string> Values()
    {
        if (Next() is var open && open != "(")
        {
            throw Wrong(open, "'('");
        }
        var values = new List<string>();
        while (true)
        {
            values.Add(Value());
            switch (Next())
            {
                case ",":
                    continue;
                case ")":
                    return values;
                case var token:
                    throw Wrong(token, "',' or ')'");
            }
        }
    }

    private string Number()
    {
        var word = Word();
        return long.TryParse(word, out _)
            ? word
            : throw ApiErrors.BadRequest($"unable to parse requirement: values[0][{word}]: Invalid value: \"{word}\": for 'Gt', 'Lt' operators, the value must be an integer");
    }

    private string Word() => Next() is { Length: > 0 } word && !IsSymbol(word[0]) ? word : throw Wrong(_last, "identifier");

    /// <summary>A value may be empty: <c>app=</c>.</summary>
    private string Value() => Peek() is "" or "," or ")" ? "" : Word();

    private string _last = "";

    private string Peek()
    {
        var at = _at;
        var token = Next();
        _at = at;
        return token;
    }

    private string Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
        var start = _at;
        if (_at == text.Length)
        {
            return _last = "";
        }
        if (IsSymbol(text[_at]))
        {
            var two = text.AsSpan(_at, Math.Min(2, text.Length - _at));
            _at += two is "==" or "!=" ? 2 : 1;
        }
        else
        {
            while (_at < text.Length && !IsSymbol(text[_at]) && !char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
        }
        return _last = text[start.._at];
    }

    private static bool IsSymbol(char c) => c is '=' or '!' or '(' or ')' or ',' or '>' or '<';

    private static ApiException Wrong(string found, string expected) =>
        ApiErrors.BadRequest($"unable to parse requirement: found '{found}', expected: {expected}");
}
