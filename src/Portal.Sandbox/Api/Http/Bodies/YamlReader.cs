using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Store;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Portal.Sandbox.Api.Http.Bodies;

/// <summary>Reads one YAML document as the JSON it stands for: plain scalars get the types of the core schema, quoted ones are text.</summary>
internal sealed class YamlReader
{
    /// <summary>Aliases may not blow a document up.</summary>
    private const int MaxNodes = 200_000;

    private readonly Parser _parser;
    private readonly Dictionary<AnchorName, JsonNode?> _anchors = [];
    private readonly List<string> _duplicates = [];
    private int _nodes;

    private YamlReader(string text) => _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));

    /// <exception cref="YamlException">Not YAML.</exception>
    /// <exception cref="JsonException">Too deep or too large.</exception>
    public static (JsonNode? Node, IReadOnlyList<string> Duplicates) Read(string text)
    {
        var reader = new YamlReader(text);
        reader._parser.Consume<StreamStart>();
        if (reader._parser.TryConsume<StreamEnd>(out _))
        {
            return (null, []);
        }
        reader._parser.Consume<DocumentStart>();
        return (reader.Node(0), reader._duplicates);
    }

    private JsonNode? Node(int depth)
    {
        if (depth > StoreJson.MaxDepth || ++_nodes > MaxNodes)
        {
            throw new JsonException(depth > StoreJson.MaxDepth ? "the document is nested too deeply" : "the document is too large");
        }
        switch (_parser.Current)
        {
            case AnchorAlias alias:
                _parser.MoveNext();
                var anchored = _anchors.TryGetValue(alias.Value, out var value) ? value : throw new YamlException(alias.Start, alias.End, "unknown anchor");
                _nodes += Count(anchored);
                return anchored?.DeepClone();
            case MappingStart start:
                return Remember(start, Mapping(depth));
            case SequenceStart start:
                return Remember(start, Sequence(depth));
            default:
                var scalar = _parser.Consume<Scalar>();
                return Remember(scalar, Value(scalar));
        }
    }

    private JsonObject Mapping(int depth)
    {
        var result = new JsonObject();
        _parser.MoveNext();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var key = _parser.Consume<Scalar>();
            if (result.ContainsKey(key.Value))
            {
                _duplicates.Add($"line {key.Start.Line}: key \"{key.Value}\" already set in map");
            }
            result[key.Value] = Node(depth + 1);
        }
        return result;
    }

    private JsonArray Sequence(int depth)
    {
        var result = new JsonArray();
        _parser.MoveNext();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            result.Add(Node(depth + 1));
        }
        return result;
    }

    private JsonNode? Remember(NodeEvent at, JsonNode? node)
    {
        if (!at.Anchor.IsEmpty)
        {
            _anchors[at.Anchor] = node?.DeepClone();
        }
        return node;
    }

    /// <summary>Whether a scalar that is not quoted stands for itself, and not for a number or another value.</summary>
    public static bool IsPlainText(string text) => Plain(text) is { } value && value.GetValueKind() == JsonValueKind.String;

    private static JsonValue? Value(Scalar scalar) =>
        scalar.Style != ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str" || scalar.Tag == "!" ? JsonValue.Create(scalar.Value) : Plain(scalar.Value);

    private static JsonValue? Plain(string text)
    {
        return text switch
        {
            "" or "~" or "null" or "Null" or "NULL" => null,
            "true" or "True" or "TRUE" => JsonValue.Create(true),
            "false" or "False" or "FALSE" => JsonValue.Create(false),
            _ when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer) => JsonValue.Create(integer),
            _ when text.StartsWith("0x", StringComparison.Ordinal) && long.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hex) => JsonValue.Create(hex),
            _ when char.IsAsciiDigit(text[^1]) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
    }

    private static int Count(JsonNode? node) => node switch
    {
        JsonObject obj => 1 + obj.Sum(p => Count(p.Value)),
        JsonArray list => 1 + list.Sum(Count),
        _ => 1,
    };
}
