using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>A request for a resource that is served, by somebody who may.</summary>
/// <param name="Http">The exchange.</param>
/// <param name="Info">What it is about.</param>
/// <param name="Kind">The kind.</param>
/// <param name="Caller">Who asks; with impersonation, as whom.</param>
public sealed record ApiRequest(HttpContext Http, RequestInfo Info, ServedKind Kind, Caller Caller)
{
    public ResourceType Type => Kind.Type;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>A query parameter; empty when it was not given.</summary>
    public string Query(string name) => Http.Request.Query[name].ToString();
}
