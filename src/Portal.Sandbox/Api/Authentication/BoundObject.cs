using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Authentication;

/// <summary>An object that a token dies with.</summary>
/// <param name="Kind">One of <see cref="Kinds"/>.</param>
/// <param name="Name">Name, in the service account's namespace.</param>
/// <param name="Uid">Which of that name.</param>
public sealed record BoundObject(string Kind, string Name, string Uid)
{
    public static readonly IReadOnlyList<string> Kinds = ["Pod", "Secret"];

    public ResourceType Type => Kind == "Pod" ? ResourceTypes.Pods : ResourceTypes.Secrets;
}
