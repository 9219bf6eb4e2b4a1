using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Store;

/// <summary>JSON as the store keeps it: compact, text unescaped, every number as it was written.</summary>
public static class StoreJson
{
    /// <summary>Nesting that is accepted; deeper documents are refused before they are read.</summary>
    public const int MaxDepth = 128;

    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = MaxDepth, AllowDuplicateProperties = false };

    public static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Options);

    /// <summary>A new tree, the caller's own.</summary>
    /// <exception cref="JsonException">Not JSON, too deep, or a property given twice.</exception>
    public static JsonNode? Parse(ReadOnlyMemory<byte> json) => JsonNode.Parse(json.Span, documentOptions: DocumentOptions);

    public static JsonObject Object(StoredObject stored) => (JsonObject)Parse(stored.Json)!;

    public static string Version(long version) => version.ToString(CultureInfo.InvariantCulture);
}
