using System.Globalization;
using System.Text;

namespace Portal.Sandbox.Api.Schemas.Cel.Syntax;

/// <summary>Cuts an expression into tokens.</summary>
internal sealed class CelLexer(string text)
{
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "&&", "||", "<", ">", "+", "-", "*", "/", "%", "!", "?", ":", ".", ",", "(", ")", "[", "]", "{", "}"];
    private int _at;

    /// <exception cref="CelSyntaxException">A character or literal that is none.</exception>
    public List<CelToken> Read()
    {
        var tokens = new List<CelToken>();
        while (true)
        {
            SkipSpace();
            if (_at == text.Length)
            {
                tokens.Add(new CelToken(CelTokenKind.End, "", null, _at));
                return tokens;
            }
            tokens.Add(Next());
        }
    }

    private CelToken Next()
    {
        var (start, c) = (_at, text[_at]);
        if (char.IsAsciiDigit(c) || c == '.' && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1]))
        {
            return new CelToken(CelTokenKind.Literal, "", Number(), start);
        }
        if (c is '"' or '\'')
        {
            return new CelToken(CelTokenKind.Literal, "", Text(raw: false), start);
        }
        if ((c is 'r' or 'R') && _at + 1 < text.Length && (text[_at + 1] is '"' or '\''))
        {
            _at++;
            return new CelToken(CelTokenKind.Literal, "", Text(raw: true), start);
        }
        if (char.IsAsciiLetter(c) || c == '_')
        {
            while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
            {
                _at++;
            }
            return Word(text[start.._at], start);
        }
        var op = Operators.FirstOrDefault(o => string.CompareOrdinal(text, _at, o, 0, o.Length) == 0)
            ?? throw new CelSyntaxException(_at, $"Syntax error: token recognition error at: '{c}'");
        _at += op.Length;
        return new CelToken(CelTokenKind.Operator, op, null, start);
    }

    private static CelToken Word(string word, int at) => word switch
    {
        "true" => new CelToken(CelTokenKind.Literal, "", true, at),
        "false" => new CelToken(CelTokenKind.Literal, "", false, at),
        "null" => new CelToken(CelTokenKind.Literal, "", null, at),
        "in" => new CelToken(CelTokenKind.Operator, word, null, at),
        _ => new CelToken(CelTokenKind.Name, word, null, at),
    };

    private object Number()
    {
        var start = _at;
        if (text[_at] == '0' && _at + 1 < text.Length && (text[_at + 1] is 'x' or 'X'))
        {
            _at += 2;
            while (_at < text.Length && char.IsAsciiHexDigit(text[_at]))
            {
                _at++;
            }
            return long.TryParse(text.AsSpan(start + 2, _at - start - 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) ? hex : throw new CelSyntaxException(start, "invalid int literal");
        }
        var isDouble = false;
        for (; _at < text.Length; _at++)
        {
            var c = text[_at];
            var isExponentSign = (c is '+' or '-') && (text[_at - 1] is 'e' or 'E');
            if (!char.IsAsciiDigit(c) && c is not ('.' or 'e' or 'E') && !isExponentSign)
            {
                break;
            }
            isDouble |= !char.IsAsciiDigit(c);
        }
        if (_at < text.Length && (text[_at] is 'u' or 'U'))
        {
            throw new CelSyntaxException(start, "unsigned numbers are not available here");
        }
        var span = text.AsSpan(start, _at - start);
        if (!isDouble)
        {
            return long.TryParse(span, NumberStyles.None, CultureInfo.InvariantCulture, out var whole) ? whole : throw new CelSyntaxException(start, "invalid int literal");
        }
        return double.TryParse(span, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) ? real : throw new CelSyntaxException(start, "invalid double literal");
    }

    private string Text(bool raw)
    {
        var start = _at;
        var quote = text[_at];
        var delimiter = string.CompareOrdinal(text, _at, new string(quote, 3), 0, 3) == 0 ? new string(quote, 3) : quote.ToString();
        _at += delimiter.Length;
        var value = new StringBuilder();
        while (_at < text.Length)
        {
            if (string.CompareOrdinal(text, _at, delimiter, 0, delimiter.Length) == 0)
            {
                _at += delimiter.Length;
                return value.ToString();
            }
            if (text[_at] == '\\' && !raw && _at + 1 < text.Length)
            {
                _at++;
                Escape(value);
            }
            else if (text[_at] == '\n' && delimiter.Length == 1)
            {
                break;
            }
            else
            {
                value.Append(text[_at++]);
            }
        }
        throw new CelSyntaxException(start, "Syntax error: a text that does not end");
    }

    private void Escape(StringBuilder value)
    {
        var c = text[_at++];
        switch (c)
        {
            case 'x' or 'X':
                value.Append((char)Code(2));
                break;
            case 'u':
                value.Append((char)Code(4));
                break;
            case 'U' when Code(8) is var code && Rune.IsValid(code):
                value.Append(new Rune(code).ToString());
                break;
            default:
                value.Append(c switch
                {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    'a' => '\a',
                    'b' => '\b',
                    'f' => '\f',
                    'v' => '\v',
                    '\\' or '\'' or '"' or '`' or '?' => c,
                    _ => throw new CelSyntaxException(_at - 1, $"unable to unescape '\\{c}'"),
                });
                break;
        }
    }

    private int Code(int digits)
    {
        if (_at + digits > text.Length || !int.TryParse(text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            throw new CelSyntaxException(_at, "unable to unescape string");
        }
        _at += digits;
        return code;
    }

    private void SkipSpace()
    {
        while (_at < text.Length)
        {
            if (char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
            else if (string.CompareOrdinal(text, _at, "//", 0, 2) == 0)
            {
                _at = text.IndexOf('\n', _at) is var end and >= 0 ? end : text.Length;
            }
            else
            {
                return;
            }
        }
    }
}
