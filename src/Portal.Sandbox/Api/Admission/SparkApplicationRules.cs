using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission;

/// <summary>
/// The rules of the Spark operator's webhook (403), in the operator's words. Those of the schema (422) are in the definition.
/// </summary>
public sealed class SparkApplicationRules : IAdmissionStep
{
    private const string Webhook = "validate-sparkapplication.sparkoperator.k8s.io";
    private const string ManagedByOperator = "this value is managed by the operator";
    private const string ManagedCredentials = "authentication credentials are managed by the operator";
    private const string ServiceAccountField = "configure the service account via the CRD spec instead";
    private const string ImageField = "use the image field on the CRD instead";

    private static readonly Dictionary<string, string> DeniedConf = new(StringComparer.Ordinal)
    {
        ["spark.kubernetes.authenticate.driver.serviceAccountName"] = ServiceAccountField,
        ["spark.kubernetes.authenticate.executor.serviceAccountName"] = ServiceAccountField,
        ["spark.kubernetes.authenticate.oauthTokenFile"] = ManagedCredentials,
        ["spark.kubernetes.authenticate.oauthToken"] = ManagedCredentials,
        ["spark.kubernetes.authenticate.driver.oauthTokenFile"] = ManagedCredentials,
        ["spark.kubernetes.authenticate.driver.oauthToken"] = ManagedCredentials,
        ["spark.kubernetes.authenticate.executor.oauthTokenFile"] = ManagedCredentials,
        ["spark.kubernetes.authenticate.executor.oauthToken"] = ManagedCredentials,
        ["spark.master"] = ManagedByOperator,
        ["spark.kubernetes.driver.master"] = ManagedByOperator,
        ["spark.kubernetes.container.image"] = ImageField,
        ["spark.kubernetes.driver.container.image"] = ImageField,
        ["spark.kubernetes.executor.container.image"] = ImageField,
    };

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.SparkApplications || request.Operation == AdmissionOperation.Delete || request.Subresource.Length > 0)
        {
            return;
        }
        if (request.Old is { } old && JsonNode.DeepEquals(old["spec"], request.Object["spec"]))
        {
            return;
        }
        if (request.Object["spec"] is JsonObject spec && Refusal(request.Name, request.Namespace, spec) is { } why)
        {
            throw new ApiException(403, "Forbidden", $"admission webhook \"{Webhook}\" denied the request: {why}");
        }
    }

    private static string? Refusal(string name, string ns, JsonObject spec)
    {
        if (NameRule.Label1035.Check("", name).FirstOrDefault() is not null)
        {
            return $"invalid SparkApplication name \"{name}\": {(name.Length > NameRule.Label1035.MaxLength ? $"must be no more than {NameRule.Label1035.MaxLength} characters" : NameRule.Label1035.Text)}";
        }
        if (spec["nodeSelector"] is not null && (spec["driver"]?["nodeSelector"] ?? spec["executor"]?["nodeSelector"]) is not null)
        {
            return "node selector cannot be defined at both SparkApplication and Driver/Executor";
        }
        foreach (var (key, value) in spec["sparkConf"] as JsonObject ?? [])
        {
            if (DeniedConf.TryGetValue(key, out var why))
            {
                return $"sparkConf key \"{key}\" is not allowed: {why}";
            }
            if (key == "spark.kubernetes.namespace" && (string?)value != ns)
            {
                return $"sparkConf key \"{key}\" is not allowed: must equal the application namespace \"{ns}\", got \"{value}\"";
            }
        }
        return null;
    }
}
