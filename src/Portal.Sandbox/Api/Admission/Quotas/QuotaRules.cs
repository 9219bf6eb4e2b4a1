using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Quotas;

/// <summary>What a ResourceQuota may limit, and for which pods.</summary>
public sealed class QuotaRules : IAdmissionStep
{
    private static readonly string[] Counts =
    [
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims", "services.nodeports", "services.loadbalancers",
    ];

    private static readonly string[] Amounts =
    [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory", "limits.ephemeral-storage",
    ];

    private static readonly string[] OfPods = ["pods", .. Amounts.Where(a => a != "requests.storage")];

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.ResourceQuotas || request.Operation == AdmissionOperation.Delete || request.Subresource.Length > 0)
        {
            return;
        }
        if (request.Operation == AdmissionOperation.Create)
        {
            request.Object["status"] = new JsonObject();
        }
        var errors = Check(request.Object, request.Old).ToList();
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(request.Type, request.Name, errors);
        }
        if (request.Object.At("spec", "hard") is JsonObject hard)
        {
            request.Object["spec"]!["hard"] = Canonical(hard);
        }
    }

    /// <summary>Amounts as Kubernetes writes them, in the order in which they came.</summary>
    internal static JsonObject Canonical(JsonObject amounts) => new(amounts.Select(a => KeyValuePair.Create<string, JsonNode?>(
        a.Key, ResourceQuantity.TryParse(a.Value.Scalar(), out var amount) ? amount.ToString() : a.Value?.DeepClone())));

    private static IEnumerable<FieldError> Check(JsonObject quota, JsonObject? old)
    {
        foreach (var (name, value) in quota.At("spec", "hard") as JsonObject ?? [])
        {
            if (CheckAmount(name, value.Scalar()) is { } error)
            {
                yield return error;
            }
        }
        var scopes = (quota.At("spec", "scopes") as JsonArray ?? []).Select(s => s.Text() ?? "").ToList();
        foreach (var error in CheckScopes(quota, scopes))
        {
            yield return error;
        }
        if (old is not null && !JsonNode.DeepEquals(old.At("spec", "scopes") ?? new JsonArray(), quota.At("spec", "scopes") ?? new JsonArray()))
        {
            yield return FieldError.Invalid("spec.scopes", quota.At("spec", "scopes"), "field is immutable");
        }
    }

    private static FieldError? CheckAmount(string name, string? value)
    {
        var field = $"spec.hard[{name}]";
        var isCount = Counts.Contains(name, StringComparer.Ordinal) || name.Contains('/', StringComparison.Ordinal);
        if (!isCount && !Amounts.Contains(name, StringComparer.Ordinal) && !name.StartsWith("hugepages-", StringComparison.Ordinal) && !name.StartsWith("requests.hugepages-", StringComparison.Ordinal))
        {
            return FieldError.Invalid(field, name, "must be a standard resource for quota");
        }
        if (!ResourceQuantity.TryParse(value, out var amount))
        {
            return FieldError.Invalid(field, value, "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
        }
        return amount.Amount < 0 ? FieldError.Invalid(field, amount.ToString(), "must be greater than or equal to 0")
            : isCount && amount.Amount != decimal.Truncate(amount.Amount) ? FieldError.Invalid(field, amount.ToString(), "must be an integer")
            : null;
    }

    private static IEnumerable<FieldError> CheckScopes(JsonObject quota, List<string> scopes)
    {
        var written = quota.At("spec", "scopes");
        if (scopes.Exists(s => !QuotaScope.Names.Contains(s, StringComparer.Ordinal)))
        {
            yield return FieldError.Invalid("spec.scopes", written, "unsupported scope");
        }
        var hard = (quota.At("spec", "hard") as JsonObject ?? []).Select(h => h.Key).ToList();
        foreach (var scope in scopes.Where(s => hard.Exists(h => !IsCompatible(s, h))))
        {
            yield return FieldError.Invalid("spec.scopes", written, $"unsupported scope applied to resource");
        }
        foreach (var (one, other) in new[] { ("BestEffort", "NotBestEffort"), ("Terminating", "NotTerminating") })
        {
            if (scopes.Contains(one, StringComparer.Ordinal) && scopes.Contains(other, StringComparer.Ordinal))
            {
                yield return FieldError.Invalid("spec.scopes", written, "conflicting scopes");
            }
        }
        foreach (var expression in quota.Items("spec", "scopeSelector", "matchExpressions"))
        {
            var (name, op) = (expression.Text("scopeName") ?? "", expression.Text("operator") ?? "");
            var hasValues = expression["values"] is JsonArray { Count: > 0 };
            if (!QuotaScope.Names.Contains(name, StringComparer.Ordinal))
            {
                yield return FieldError.Invalid("spec.scopeSelector.matchExpressions.scopeName", name, "unsupported scope");
            }
            else if (name != "PriorityClass" && op != "Exists")
            {
                yield return FieldError.Invalid("spec.scopeSelector.matchExpressions.operator", op, "must be 'Exist' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity");
            }
            if (op is "In" or "NotIn" && !hasValues)
            {
                yield return FieldError.Required("spec.scopeSelector.matchExpressions.values", "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector");
            }
            else if (op is "Exists" or "DoesNotExist" && hasValues)
            {
                yield return FieldError.Invalid("spec.scopeSelector.matchExpressions.values", expression["values"], "must be no value when `operator` is 'Exists' or 'DoesNotExist' for scope selector");
            }
            else if (op is not ("In" or "NotIn" or "Exists" or "DoesNotExist"))
            {
                yield return FieldError.Invalid("spec.scopeSelector.matchExpressions.operator", op, "not a valid selector operator");
            }
        }
    }

    private static bool IsCompatible(string scope, string resource) =>
        scope == "BestEffort" ? resource == "pods" : OfPods.Contains(resource, StringComparer.Ordinal) || resource.StartsWith("requests.", StringComparison.Ordinal);
}
