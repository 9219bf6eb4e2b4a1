using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Http.Bodies;

/// <summary>A body as it was read.</summary>
/// <param name="Node">What it says; null for nothing, or JSON's null.</param>
/// <param name="Duplicates">What strict validation says about keys that were given more than once; the last one counts.</param>
/// <param name="Bytes">The body itself.</param>
public sealed record RequestDocument(JsonNode? Node, IReadOnlyList<string> Duplicates, ReadOnlyMemory<byte> Bytes);
