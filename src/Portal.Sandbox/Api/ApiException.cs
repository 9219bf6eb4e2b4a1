namespace Portal.Sandbox.Api;

/// <summary>A refusal, as a Kubernetes API server words it; becomes a Status body over HTTP.</summary>
public sealed class ApiException(int code, string reason, string message) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public int Code { get; } = code;

    /// <summary>Status reason, for example <c>NotFound</c>.</summary>
    public string Reason { get; } = reason;

    /// <summary><c>details</c> of the Status, or null.</summary>
    public System.Text.Json.Nodes.JsonObject? Details { get; init; }

    /// <summary><c>metadata</c> of the Status when it says how a list can go on, or null.</summary>
    public System.Text.Json.Nodes.JsonObject? ListMetadata { get; init; }
}
