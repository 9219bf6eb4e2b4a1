using Portal.Core.Clusters;

namespace Portal.Kube.Api;

/// <summary>One request to the API.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path and query, without a leading slash.</param>
/// <param name="Caller">On whose behalf.</param>
internal sealed record KubeRequest(HttpMethod Method, string Path, Caller Caller)
{
    public byte[]? Body { get; init; }

    public string ContentType { get; init; } = "application/json";

    public string Accept { get; init; } = "application/json";

    /// <summary>The answer goes on for as long as there is something to say: no time limit.</summary>
    public bool Streaming { get; init; }

    /// <summary>How long the head of the answer may take; null takes what is usual.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Sending it twice has the effect of sending it once, so that it may be repeated when the first try got no answer.</summary>
    public bool Idempotent { get; init; } = Method == HttpMethod.Get;
}
