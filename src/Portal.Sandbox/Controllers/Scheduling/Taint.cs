using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Scheduling;

/// <summary>A reason of a node to keep pods away that do not tolerate it.</summary>
internal sealed record Taint(string Key, string Value, string Effect)
{
    /// <summary>Whether it keeps new pods away at all; PreferNoSchedule does not.</summary>
    public bool Repels => Effect is "NoSchedule" or "NoExecute";

    public bool IsToleratedBy(JsonNode toleration) =>
        (toleration.Text("effect") is not { Length: > 0 } effect || effect == Effect)
        && (toleration.Text("operator") == "Exists"
            ? toleration.Text("key") is not { Length: > 0 } any || any == Key
            : toleration.Text("key") == Key && (toleration.Text("value") ?? "") == Value);
}
