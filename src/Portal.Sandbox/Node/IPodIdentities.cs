using System.Text.Json.Nodes;

namespace Portal.Sandbox.Node;

/// <summary>How a pod speaks to the API: where it is and who the pod is there.</summary>
internal interface IPodIdentities
{
    /// <summary>Host and port of the API as pods reach it.</summary>
    (string Host, int Port) Api { get; }

    /// <summary>The authority that signed the API's certificate, as PEM; null when it has none to show.</summary>
    string? CertificateAuthority { get; }

    /// <summary>A token of the pod's service account.</summary>
    string Token(JsonObject pod, string? audience);
}
