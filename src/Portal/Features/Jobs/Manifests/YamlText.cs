using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Portal.Features.Jobs.Manifests;

/// <summary>Writes a JSON tree as YAML that <c>kubectl</c> reads back as the same tree.</summary>
public static partial class YamlText
{
    public static string Write(JsonNode node)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        var emitter = new Emitter(text, new EmitterSettings(2, int.MaxValue, isCanonical: false, 1024, skipAnchorName: false, indentSequences: true));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, node);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in map)
                {
                    Emit(emitter, JsonValue.Create(key));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                emitter.Emit(Text(value.GetValue<string>()));
                break;
            default:
                emitter.Emit(new Scalar(node?.ToJsonString() ?? "null"));
                break;
        }
    }

    private static Scalar Text(string text)
    {
        // Quotes for what would be read as something else than text, or not come back as it was.
        var several = text.Contains('\n', StringComparison.Ordinal);
        var style = text.Length == 0 || LooksLikeAnother().IsMatch(text) || char.IsWhiteSpace(text[0]) || text.Any(c => char.IsControl(c) && c is not ('\n' or '\t')) ? ScalarStyle.DoubleQuoted
            : several ? ScalarStyle.Literal
            : text.Contains('\t', StringComparison.Ordinal) || char.IsWhiteSpace(text[^1]) ? ScalarStyle.DoubleQuoted
            : ScalarStyle.Any;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true);
    }

    // Numbers, dates and times of YAML 1.1 (which kubectl reads), constants, and the two special keys.
    [GeneratedRegex(@"^([-+.]?[0-9][0-9a-fA-FxXoO_.,:eE+-]*|~|=|<<|null|true|false|yes|no|on|off|y|n|[-+]?\.inf|\.nan)$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LooksLikeAnother();
}
