using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Writing;

/// <summary>What came of a deletion.</summary>
/// <param name="Object">The object: its last state when it is gone, else as it waits to go.</param>
/// <param name="Gone">False while it waits for finalizers, its node or its namespace controller.</param>
public sealed record DeleteResult(JsonObject Object, bool Gone);
