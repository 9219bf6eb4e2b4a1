using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;

namespace Portal.Sandbox.Api.Selecting;

/// <summary>Kubernetes' field selector, for example <c>status.phase!=Running,metadata.name=x</c>, over the fields that a kind lets select.</summary>
public sealed class FieldSelector
{
    private readonly List<(string Field, string Value, bool Equal)> _terms = [];

    public bool SelectsAll => _terms.Count == 0;

    /// <summary>The one name that can be selected, when there is one.</summary>
    public string? Name => _terms.FirstOrDefault(t => t is { Field: "metadata.name", Equal: true }).Value;

    /// <exception cref="ApiException">400 with Kubernetes' words.</exception>
    public static FieldSelector Parse(string text, KindTraits kind)
    {
        var selector = new FieldSelector();
        foreach (var term in Split(text))
        {
            var at = term.IndexOf('=', StringComparison.Ordinal);
            if (at < 0)
            {
                throw ApiErrors.BadRequest($"invalid selector: '{text}'; can't understand '{term}'");
            }
            var equal = at == 0 || term[at - 1] != '!';
            var field = term[..(equal ? at : at - 1)];
            var value = term[(at + 1)..];
            Check(kind, field);
            selector._terms.Add((field, Unescape(equal && value.StartsWith('=') ? value[1..] : value), equal));
        }
        return selector;
    }

    public bool Matches(JsonObject obj) => _terms.All(t => FieldReader.Text(obj, Alias(t.Field)) == t.Value == t.Equal);

    private static string Alias(string field) => field == "source" ? "source.component" : field;

    private static void Check(KindTraits known, string field)
    {
        if (field is "metadata.name" or "metadata.namespace" || known.SelectableFields.Contains(field, StringComparer.Ordinal))
        {
            return;
        }
        throw ApiErrors.BadRequest(
            known.SelectableFields.Count > 0
                ? $"field label not supported: {field}"
                : $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
    }

    private static IEnumerable<string> Split(string text)
    {
        var start = 0;
        for (var i = 0; i <= text.Length; i++)
        {
            if (i < text.Length && text[i] == '\\')
            {
                i++;
            }
            else if (i == text.Length || text[i] == ',')
            {
                if (i > start)
                {
                    yield return text[start..i];
                }
                start = i + 1;
            }
        }
    }

    private static string Unescape(string value)
    {
        if (!value.Contains('\\', StringComparison.Ordinal))
        {
            return value;
        }
        var text = new System.Text.StringBuilder(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            text.Append(value[i] == '\\' && i + 1 < value.Length ? value[++i] : value[i]);
        }
        return text.ToString();
    }
}
