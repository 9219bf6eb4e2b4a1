using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.CustomResources;

/// <summary>Reads a <see cref="JsonPath"/>.</summary>
internal sealed class JsonPathReader
{
    private static readonly string[] Operators = ["==", "!=", "<=", ">=", "<", ">"];
    private readonly string _text;
    private int _at;

    public JsonPathReader(string text)
    {
        _text = text.StartsWith('{') && text.EndsWith('}') ? text[1..^1] : text;
        _at = _text.StartsWith('$') ? 1 : 0;
    }

    /// <summary>The steps, or null when the path is of a form that is not understood.</summary>
    public IReadOnlyList<JsonPath.Step>? Read()
    {
        var steps = Steps(end: "");
        return steps is { Count: > 0 } && _at == _text.Length ? steps : null;
    }

    private List<JsonPath.Step>? Steps(string end)
    {
        var steps = new List<JsonPath.Step>();
        while (_at < _text.Length && !end.Contains(_text[_at], StringComparison.Ordinal))
        {
            var step = _text[_at] switch
            {
                '.' => Dotted(),
                '[' => Bracketed(),
                _ => null,
            };
            if (step is null)
            {
                return null;
            }
            steps.Add(step);
        }
        return steps;
    }

    private JsonPath.Step? Dotted()
    {
        _at++;
        if (Take('*'))
        {
            return new JsonPath.Every();
        }
        var name = new StringBuilder();
        for (; _at < _text.Length && !".[]=!<>() ".Contains(_text[_at], StringComparison.Ordinal); _at++)
        {
            if (_text[_at] == '\\' && _at + 1 < _text.Length)
            {
                _at++;
            }
            name.Append(_text[_at]);
        }
        return name.Length == 0 ? null : new JsonPath.Field(name.ToString());
    }

    private JsonPath.Step? Bracketed()
    {
        _at++;
        JsonPath.Step? step;
        if (Take('*'))
        {
            step = new JsonPath.Every();
        }
        else if (Take('?'))
        {
            step = Filter();
        }
        else if (_at < _text.Length && _text[_at] is '\'' or '"')
        {
            step = Quoted() is { } name ? new JsonPath.Field(name) : null;
        }
        else
        {
            step = Index();
        }
        return Take(']') ? step : null;
    }

    private JsonPath.Index? Index()
    {
        var end = _text.IndexOf(']', _at);
        if (end < 0 || !int.TryParse(_text.AsSpan(_at, end - _at), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index))
        {
            return null;
        }
        _at = end;
        return new JsonPath.Index(index);
    }

    private JsonPath.Filter? Filter()
    {
        if (!Take('(') || !Take('@') || Steps("=!<>) ") is not { } path)
        {
            return null;
        }
        Space();
        var op = Operators.FirstOrDefault(o => string.CompareOrdinal(_text, _at, o, 0, o.Length) == 0) ?? "";
        _at += op.Length;
        Space();
        JsonNode? value = null;
        if (op.Length > 0 && !Literal(out value))
        {
            return null;
        }
        Space();
        return Take(')') ? new JsonPath.Filter(path, op, value) : null;
    }

    private bool Literal(out JsonNode? value)
    {
        value = null;
        if (_at < _text.Length && _text[_at] is '\'' or '"')
        {
            value = Quoted();
            return value is not null;
        }
        var end = _text.IndexOfAny([')', ' '], _at);
        if (end < 0)
        {
            return false;
        }
        try
        {
            value = JsonNode.Parse(_text[_at..end]);
            _at = end;
            return value is JsonValue;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private string? Quoted()
    {
        var quote = _text[_at++];
        var start = _at;
        var end = _text.IndexOf(quote, _at);
        _at = end + 1;
        return end < 0 ? null : _text[start..end].Replace(@"\.", ".", StringComparison.Ordinal);
    }

    private void Space()
    {
        while (Take(' '))
        {
        }
    }

    private bool Take(char c)
    {
        if (_at >= _text.Length || _text[_at] != c)
        {
            return false;
        }
        _at++;
        return true;
    }
}
