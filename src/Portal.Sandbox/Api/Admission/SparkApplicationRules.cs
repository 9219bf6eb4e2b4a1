using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission;

/// <summary>
/// What a SparkApplication must have: the main rules of its schema (422), then those of the Spark operator's webhook (403), in the operator's words.
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
        var errors = request.Object["spec"] is JsonObject spec ? Schema(spec).ToList() : [FieldError.Required("spec")];
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(request.Type, request.Name, errors);
        }
        if (Refusal(request.Name, request.Namespace, request.Object["spec"]!.AsObject()) is { } why)
        {
            throw new ApiException(403, "Forbidden", $"admission webhook \"{Webhook}\" denied the request: {why}");
        }
    }

    private static IEnumerable<FieldError> Schema(JsonObject spec)
    {
        foreach (var error in new[]
        {
            Typed(spec, "spec.driver", "driver", "object", JsonValueKind.Object),
            Typed(spec, "spec.executor", "executor", "object", JsonValueKind.Object),
            Number(spec["driver"], "spec.driver.cores", "cores"),
            Number(spec["executor"], "spec.executor.cores", "cores"),
            Number(spec["executor"], "spec.executor.instances", "instances"),
            OneOf(spec, "type", "Java", "Python", "Scala", "R"),
            OneOf(spec, "mode", "cluster", "client"),
            OneOf(spec, "pythonVersion", "2", "3"),
            Typed(spec, "spec.arguments", "arguments", "array", JsonValueKind.Array),
            Typed(spec, "spec.sparkConf", "sparkConf", "object", JsonValueKind.Object),
            Typed(spec, "spec.mainApplicationFile", "mainApplicationFile", "string", JsonValueKind.String),
            Typed(spec, "spec.sparkVersion", "sparkVersion", "string", JsonValueKind.String),
        }.OfType<FieldError>())
        {
            yield return error;
        }
        foreach (var (key, value) in spec["sparkConf"] as JsonObject ?? [])
        {
            if (value is not null && value.GetValueKind() != JsonValueKind.String)
            {
                yield return FieldError.WrongType($"spec.sparkConf.{key}", value, "string");
            }
        }
        foreach (var field in (string[])["driver", "executor", "mainApplicationFile", "sparkVersion", "type"])
        {
            if (spec[field] is null)
            {
                yield return FieldError.Required($"spec.{field}");
            }
        }
    }

    private static string? Refusal(string name, string ns, JsonObject spec)
    {
        if (NameRule.Label1035.Check("", name).FirstOrDefault() is not null)
        {
            return $"invalid SparkApplication name \"{name}\": {(name.Length > NameRule.Label1035.MaxLength ? $"must be no more than {NameRule.Label1035.MaxLength} characters" : NameRule.Label1035.Text)}";
        }
        if (spec["nodeSelector"] is not null && (spec["driver"]!["nodeSelector"] ?? spec["executor"]!["nodeSelector"]) is not null)
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

    private static FieldError? Typed(JsonObject spec, string path, string field, string wanted, JsonValueKind kind) =>
        spec[field] is { } value && value.GetValueKind() != kind ? FieldError.WrongType(path, value, wanted) : null;

    /// <summary>A whole number of at least 1.</summary>
    private static FieldError? Number(JsonNode? pod, string path, string field)
    {
        if (pod is not JsonObject obj || obj[field] is not { } value)
        {
            return null;
        }
        if (value is not JsonValue number || value.GetValueKind() != JsonValueKind.Number || !int.TryParse(number.ToJsonString(), out var cores))
        {
            return FieldError.WrongType(path, value, "integer");
        }
        return cores < 1 ? FieldError.Invalid(path, cores, $"{path} in body should be greater than or equal to 1") : null;
    }

    private static FieldError? OneOf(JsonObject spec, string field, params string[] allowed)
    {
        if (spec[field] is not { } value)
        {
            return null;
        }
        return value.GetValueKind() != JsonValueKind.String ? FieldError.WrongType($"spec.{field}", value, "string")
            : allowed.Contains(value.GetValue<string>(), StringComparer.Ordinal) ? null
            : FieldError.NotSupported($"spec.{field}", value, allowed);
    }
}
