using System.Globalization;

namespace Portal.Sandbox.Api.Http.Bodies;

/// <summary>Says what is wrong with a text that is no JSON, in the words of Go's scanner, which clients of Kubernetes know.</summary>
internal ref struct JsonSyntax
{
    /// <summary>Nesting at which Go gives up.</summary>
    private const int MaxDepth = 10_000;

    private readonly ReadOnlySpan<byte> _text;
    private int _at;

    private JsonSyntax(ReadOnlySpan<byte> text) => _text = text;

    /// <summary>The first thing that is wrong; null when nothing is.</summary>
    public static string? Explain(ReadOnlySpan<byte> text)
    {
        var scanner = new JsonSyntax(text);
        return scanner.Document();
    }

    private string? Document()
    {
        var open = new Stack<byte>();
        while (true)
        {
            if (Value(open) is { } wrong)
            {
                return wrong;
            }
            if (open.Count > MaxDepth)
            {
                return "exceeded max depth";
            }
            // A container was opened and has a first value to come, or a value has ended.
            if (!_ended)
            {
                continue;
            }
            if (AfterValue(open) is var (done, error) && (done || error is not null))
            {
                return error;
            }
        }
    }

    private bool _ended;

    /// <summary>Reads a value, or opens a container that is not empty.</summary>
    private string? Value(Stack<byte> open)
    {
        var c = Peek();
        _ended = true;
        switch (c)
        {
            case '{' or '[':
                _at++;
                if (Peek() == (c == '{' ? '}' : ']'))
                {
                    _at++;
                    return null;
                }
                open.Push((byte)c);
                _ended = false;
                return c == '{' ? Key() : null;
            case '"':
                return Text();
            case 't':
                return Literal("true");
            case 'f':
                return Literal("false");
            case 'n':
                return Literal("null");
            case '-' or (>= '0' and <= '9'):
                return Number();
            default:
                return Wrong("looking for beginning of value");
        }
    }

    private (bool Done, string? Error) AfterValue(Stack<byte> open)
    {
        while (true)
        {
            var c = Peek();
            if (open.Count == 0)
            {
                return (true, c < 0 ? null : Wrong("after top-level value"));
            }
            var isObject = open.Peek() == '{';
            if (c == ',')
            {
                _at++;
                return (false, isObject ? Key() : null);
            }
            if (c != (isObject ? '}' : ']'))
            {
                return (false, Wrong(isObject ? "after object key:value pair" : "after array element"));
            }
            _at++;
            open.Pop();
        }
    }

    private string? Key()
    {
        if (Peek() != '"')
        {
            return Wrong("looking for beginning of object key string");
        }
        if (Text() is { } wrong)
        {
            return wrong;
        }
        if (Peek() != ':')
        {
            return Wrong("after object key");
        }
        _at++;
        return null;
    }

    private string? Text()
    {
        for (_at++; ; _at++)
        {
            switch (Byte())
            {
                case '"':
                    _at++;
                    return null;
                case < ' ':
                    return Wrong("in string literal");
                case '\\':
                    _at++;
                    if (Escape() is { } wrong)
                    {
                        return wrong;
                    }
                    break;
            }
        }
    }

    private string? Escape()
    {
        if (Byte() != 'u')
        {
            return Byte() >= 0 && "bfnrt\\/\"".Contains((char)Byte(), StringComparison.Ordinal) ? null : Wrong("in string escape code");
        }
        for (var i = 0; i < 4; i++)
        {
            _at++;
            if (Byte() < 0 || !char.IsAsciiHexDigit((char)Byte()))
            {
                return Wrong("in \\u hexadecimal character escape");
            }
        }
        return null;
    }

    private string? Number()
    {
        if (Byte() == '-')
        {
            _at++;
        }
        if (!IsDigit())
        {
            return Wrong("in numeric literal");
        }
        if (Byte() == '0')
        {
            _at++;
        }
        else
        {
            Digits();
        }
        if (Byte() == '.')
        {
            _at++;
            if (!IsDigit())
            {
                return Wrong("after decimal point in numeric literal");
            }
            Digits();
        }
        if (Byte() is 'e' or 'E')
        {
            _at++;
            _at += Byte() is '+' or '-' ? 1 : 0;
            if (!IsDigit())
            {
                return Wrong("in exponent of numeric literal");
            }
            Digits();
        }
        return null;
    }

    private string? Literal(string word)
    {
        foreach (var (c, index) in word.Select((c, i) => (c, i)))
        {
            if (Byte() != c)
            {
                return Wrong($"in literal {word} (expecting '{word[index]}')");
            }
            _at++;
        }
        return null;
    }

    private void Digits()
    {
        while (IsDigit())
        {
            _at++;
        }
    }

    private readonly bool IsDigit() => Byte() is >= '0' and <= '9';

    /// <summary>The byte here; -1 at the end.</summary>
    private readonly int Byte() => _at < _text.Length ? _text[_at] : -1;

    private int Peek()
    {
        while (Byte() is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
        return Byte();
    }

    private readonly string Wrong(string where) => Byte() < 0 ? "unexpected end of JSON input" : $"invalid character {Quote(Byte())} {where}";

    private static string Quote(int c) => c switch
    {
        '\'' => @"'\''",
        '"' => "'\"'",
        '\\' => @"'\\'",
        '\n' => @"'\n'",
        '\r' => @"'\r'",
        '\t' => @"'\t'",
        '\a' => @"'\a'",
        '\b' => @"'\b'",
        '\f' => @"'\f'",
        '\v' => @"'\v'",
        < 0x20 or 0x7f => string.Create(CultureInfo.InvariantCulture, $"'\\x{c:x2}'"),
        >= 0x80 and <= 0xa0 or 0xad => string.Create(CultureInfo.InvariantCulture, $"'\\u{c:x4}'"),
        _ => $"'{(char)c}'",
    };
}
