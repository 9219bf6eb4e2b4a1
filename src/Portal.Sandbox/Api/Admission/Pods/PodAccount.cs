using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Pods;

/// <summary>
/// A new pod's service account exists, and its token, the authority's certificate and the namespace are mounted where clients look for them, unless
/// the pod or the account does not want that.
/// </summary>
public sealed class PodAccount : IAdmissionStep
{
    private const string MountPath = "/var/run/secrets/kubernetes.io/serviceaccount";
    private const string VolumePrefix = "kube-api-access-";

    /// <summary>As Kubernetes asks for it; what the node gives a pod lives as long as the pod.</summary>
    private const long TokenSeconds = 3607;

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.Pods || request.Operation != AdmissionOperation.Create || request.Object["spec"] is not JsonObject spec)
        {
            return;
        }
        var name = spec.Text("serviceAccountName") ?? DefaultAccount.Name;
        var stored = request.Root.Find(ResourceTypes.ServiceAccounts, request.Namespace, name) ?? throw ApiErrors.Forbidden(
            request.Type, request.Name, $"error looking up service account {request.Namespace}/{name}: serviceaccount {GoText.Quote(name)} not found");
        var account = StoreJson.Object(stored);
        if (spec["imagePullSecrets"] is not JsonArray { Count: > 0 } && account["imagePullSecrets"] is JsonArray { Count: > 0 } secrets)
        {
            spec["imagePullSecrets"] = secrets.DeepClone();
        }
        if (spec.Flag("automountServiceAccountToken") ?? account.Flag("automountServiceAccountToken") ?? true)
        {
            Mount(spec);
        }
    }

    private static void Mount(JsonObject spec)
    {
        var containers = spec.Items("initContainers").Concat(spec.Items("containers")).Where(c => !c.Items("volumeMounts").Any(m => m.Text("mountPath") == MountPath)).ToList();
        if (containers.Count == 0)
        {
            return;
        }
        var there = spec.Items("volumes").Select(v => v.Text("name") ?? "").FirstOrDefault(n => n.StartsWith(VolumePrefix, StringComparison.Ordinal));
        var volume = there ?? VolumePrefix + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);
        if (there is null)
        {
            spec.List("volumes").Add(Volume(volume));
        }
        foreach (var container in containers)
        {
            container.List("volumeMounts").Add(new JsonObject { ["name"] = volume, ["readOnly"] = true, ["mountPath"] = MountPath });
        }
    }

    private static JsonObject Volume(string name) => new()
    {
        ["name"] = name,
        ["projected"] = new JsonObject
        {
            ["sources"] = new JsonArray(
                new JsonObject { ["serviceAccountToken"] = new JsonObject { ["expirationSeconds"] = TokenSeconds, ["path"] = "token" } },
                new JsonObject
                {
                    ["configMap"] = new JsonObject { ["name"] = "kube-root-ca.crt", ["items"] = new JsonArray(new JsonObject { ["key"] = "ca.crt", ["path"] = "ca.crt" }) },
                },
                new JsonObject
                {
                    ["downwardAPI"] = new JsonObject
                    {
                        ["items"] = new JsonArray(new JsonObject { ["path"] = "namespace", ["fieldRef"] = new JsonObject { ["apiVersion"] = "v1", ["fieldPath"] = "metadata.namespace" } }),
                    },
                }),
            ["defaultMode"] = 420L,
        },
    };
}
