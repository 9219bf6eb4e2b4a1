using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Limits;

/// <summary>The limits of a namespace.</summary>
internal static class LimitRanges
{
    /// <summary>Which writes limits are about: new pods, and new or changed volume claims.</summary>
    public static bool Concern(AdmissionRequest request) => request.Subresource.Length == 0
        && ((request.Type == ResourceTypes.Pods && request.Operation == AdmissionOperation.Create)
            || (request.Type == ResourceTypes.PersistentVolumeClaims && request.Operation != AdmissionOperation.Delete && !request.Object.Terminating()));

    /// <summary>The entries of each LimitRange of the namespace.</summary>
    public static IEnumerable<IReadOnlyList<JsonObject>> Of(AdmissionRequest request) =>
        request.Root.Range(ResourceTypes.LimitRanges, request.Namespace).Select(StoreJson.Object).Select(r => r.Items("spec", "limits").ToList());
}
