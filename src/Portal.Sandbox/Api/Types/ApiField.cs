using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Types;

/// <summary>One field of a struct.</summary>
/// <param name="Name">Name in JSON.</param>
/// <param name="Type">What it holds, with how its lists and maps merge.</param>
/// <param name="Required">Whether clients must give it.</param>
/// <param name="Description">For <c>kubectl explain</c>; empty when nobody has described it.</param>
/// <param name="Default">What it is in a list's key when it was not given; null for none.</param>
public sealed record ApiField(string Name, ApiType Type, bool Required, string Description, JsonNode? Default);
