namespace Portal.Sandbox.Node;

/// <summary>One condition of the node.</summary>
internal sealed record NodeCondition(string Type, bool Holds, string Reason, string Message);
