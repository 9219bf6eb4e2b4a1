using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission;

/// <summary>A pod that gets its node is scheduled: the API says so in the same write, as Kubernetes' binding does.</summary>
public sealed class PodBinding : IAdmissionStep
{
    public void Admit(AdmissionRequest request)
    {
        if (request.Type == ResourceTypes.Pods && request.Old is { } old && old.Text("spec", "nodeName") is not { Length: > 0 } && request.Object.Text("spec", "nodeName") is { Length: > 0 })
        {
            Conditions.Set(request.Object, "PodScheduled", "True", null, null, request.Now);
        }
    }
}
