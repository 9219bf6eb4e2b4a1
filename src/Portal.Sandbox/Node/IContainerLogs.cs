using System.Text.Json.Nodes;

namespace Portal.Sandbox.Node;

/// <summary>What the API's log subresource asks of the node.</summary>
public interface IContainerLogs
{
    /// <summary>Writes the lines asked for to <paramref name="output"/>, flushed as they come; with follow until the container has ended.</summary>
    /// <exception cref="Api.ApiException">400 with kubelet's words: container not found, waiting to start, no previous instance.</exception>
    Task WriteAsync(JsonObject pod, LogRequest request, Stream output, CancellationToken ct);
}
