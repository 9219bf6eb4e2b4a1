using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api;

/// <summary>One change of a watch.</summary>
/// <param name="Type">ADDED, MODIFIED or DELETED.</param>
/// <param name="Object">The object; for a deletion its last state.</param>
public readonly record struct ObjectChange(string Type, JsonObject Object);
