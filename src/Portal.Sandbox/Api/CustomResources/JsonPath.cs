using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.CustomResources;

/// <summary>
/// The part of JSONPath that columns use: <c>.status.phase</c>, <c>.metadata.annotations['a.b/c']</c>, <c>.spec.items[0]</c>, <c>[*]</c> and
/// <c>.status.conditions[?(@.type=="Ready")].status</c>. A path of another form finds nothing.
/// </summary>
public sealed class JsonPath
{
    private readonly IReadOnlyList<Step>? _steps;

    private JsonPath(string text, IReadOnlyList<Step>? steps) => (Text, _steps) = (text, steps);

    /// <summary>The path as it was written.</summary>
    public string Text { get; }

    /// <summary>Whether it is of a form that is understood.</summary>
    public bool IsValid => _steps is not null;

    public static JsonPath Parse(string text) => new(text, new JsonPathReader(text).Read());

    /// <summary>The first value that the path leads to; null when there is none.</summary>
    public JsonNode? First(JsonNode? root) => _steps is null ? null : Follow(root, 0).FirstOrDefault(v => v is not null);

    private IEnumerable<JsonNode?> Follow(JsonNode? node, int at) =>
        at == _steps!.Count ? [node] : _steps[at].Next(node).SelectMany(next => Follow(next, at + 1));

    internal abstract record Step
    {
        public abstract IEnumerable<JsonNode?> Next(JsonNode? node);
    }

    internal sealed record Field(string Name) : Step
    {
        public override IEnumerable<JsonNode?> Next(JsonNode? node) => node is JsonObject obj && obj.TryGetPropertyValue(Name, out var value) ? [value] : [];
    }

    internal sealed record Index(int At) : Step
    {
        public override IEnumerable<JsonNode?> Next(JsonNode? node) =>
            node is JsonArray list && (At < 0 ? list.Count + At : At) is var index && index >= 0 && index < list.Count ? [list[index]] : [];
    }

    internal sealed record Every : Step
    {
        public override IEnumerable<JsonNode?> Next(JsonNode? node) => node switch
        {
            JsonArray list => list,
            JsonObject obj => obj.Select(p => p.Value),
            _ => [],
        };
    }

    internal sealed record Filter(IReadOnlyList<Step> Path, string Operator, JsonNode? Value) : Step
    {
        public override IEnumerable<JsonNode?> Next(JsonNode? node) => node is JsonArray list ? list.Where(Matches) : [];

        private bool Matches(JsonNode? item)
        {
            var found = Path.Aggregate((IEnumerable<JsonNode?>)[item], (nodes, step) => nodes.SelectMany(step.Next)).FirstOrDefault();
            return Operator switch
            {
                "" => found is not null,
                "==" => found is not null && JsonNode.DeepEquals(found, Value),
                "!=" => found is not null && !JsonNode.DeepEquals(found, Value),
                _ => found?.GetValueKind() == JsonValueKind.Number && Value?.GetValueKind() == JsonValueKind.Number && Compare(found, Value),
            };
        }

        private bool Compare(JsonNode left, JsonNode right)
        {
            var (a, b) = (Schemas.JsonNumber.Of(left), Schemas.JsonNumber.Of(right));
            return Operator switch { "<" => a < b, "<=" => a <= b, ">" => a > b, _ => a >= b };
        }
    }
}
