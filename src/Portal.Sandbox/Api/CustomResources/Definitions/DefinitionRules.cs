using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Schemas;
using Portal.Sandbox.Api.Schemas.Reading;

namespace Portal.Sandbox.Api.CustomResources.Definitions;

/// <summary>What a definition must be like, in Kubernetes' words.</summary>
/// <param name="definition">As it would be stored.</param>
/// <param name="old">As it is; null when it is new.</param>
internal sealed class DefinitionRules(JsonElement definition, JsonObject? old)
{
    private const string ApprovalAnnotation = "api-approved.kubernetes.io";
    private const string ApprovalUrl = "https://github.com/kubernetes/enhancements/pull/1111";
    private readonly List<FieldError> _errors = [];

    /// <summary>Everything that is wrong.</summary>
    /// <exception cref="SchemaFormatException">A schema has members of wrong types.</exception>
    public IReadOnlyList<FieldError> Check()
    {
        var spec = Member(definition, "spec");
        if (spec.ValueKind != JsonValueKind.Object)
        {
            return [FieldError.Required("spec")];
        }
        var (group, names) = (Text(spec, "group"), Member(spec, "names"));
        Name(group, Text(names, "plural"));
        Group(group);
        if (Text(spec, "scope") is not ("Cluster" or "Namespaced"))
        {
            _errors.Add(Text(spec, "scope") is { Length: > 0 } scope ? FieldError.NotSupported("spec.scope", scope, "Cluster", "Namespaced") : FieldError.Required("spec.scope"));
        }
        if (Member(spec, "preserveUnknownFields").ValueKind == JsonValueKind.True)
        {
            _errors.Add(FieldError.Invalid("spec.preserveUnknownFields", true, "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in spec.versions[*].schema instead"));
        }
        Names(names);
        Conversion(Member(spec, "conversion"));
        Versions(spec);
        if (old is not null)
        {
            Unchanged(spec);
        }
        return _errors;
    }

    private void Name(string group, string plural)
    {
        var name = Text(Member(definition, "metadata"), "name");
        if (name != $"{plural}.{group}")
        {
            _errors.Add(FieldError.Invalid("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
        }
    }

    private void Group(string group)
    {
        if (group.Length == 0)
        {
            _errors.Add(FieldError.Required("spec.group"));
            return;
        }
        _errors.AddRange(NameRule.Subdomain.Check("spec.group", group));
        if (!group.Contains('.', StringComparison.Ordinal))
        {
            _errors.Add(FieldError.Invalid("spec.group", group, "should be a domain with at least one dot"));
        }
        if (group is not ("k8s.io" or "kubernetes.io") && !group.EndsWith(".k8s.io", StringComparison.Ordinal) && !group.EndsWith(".kubernetes.io", StringComparison.Ordinal))
        {
            return;
        }
        var field = $"metadata.annotations[{ApprovalAnnotation}]";
        var approval = Text(Member(Member(definition, "metadata"), "annotations"), ApprovalAnnotation);
        if (approval.Length == 0)
        {
            _errors.Add(FieldError.Required(field, $"protected groups must have approval annotation \"{ApprovalAnnotation}\", see {ApprovalUrl}"));
        }
        else if (!approval.StartsWith("unapproved", StringComparison.Ordinal) && !Uri.TryCreate(approval, UriKind.Absolute, out _))
        {
            _errors.Add(FieldError.Invalid(field, approval, $"protected groups must have approval annotation \"{ApprovalAnnotation}\" with either a URL or a reason starting with \"unapproved\", see {ApprovalUrl}"));
        }
    }

    private void Names(JsonElement names)
    {
        Label("spec.names.plural", Text(names, "plural"));
        Label("spec.names.singular", Text(names, "singular"));
        Mixed("spec.names.kind", Text(names, "kind"));
        Mixed("spec.names.listKind", Text(names, "listKind"));
        foreach (var (member, list) in new[] { ("shortNames", Member(names, "shortNames")), ("categories", Member(names, "categories")) })
        {
            foreach (var (i, value) in Elements(list).Index())
            {
                Label($"spec.names.{member}[{i}]", value.ValueKind == JsonValueKind.String ? value.GetString()! : "");
            }
        }
        if (Text(names, "kind") is { Length: > 0 } kind && kind == Text(names, "listKind"))
        {
            _errors.Add(FieldError.Invalid("spec.names.listKind", kind, "kind and listKind may not be the same"));
        }
    }

    private void Label(string field, string value)
    {
        if (value.Length == 0)
        {
            _errors.Add(FieldError.Required(field));
            return;
        }
        _errors.AddRange(NameRule.Label1035.Check(field, value));
    }

    private void Mixed(string field, string value)
    {
        if (value.Length == 0)
        {
            _errors.Add(FieldError.Required(field));
        }
        else if (NameRule.Label1035.Check(field, value.ToLowerInvariant()).Any())
        {
            _errors.Add(FieldError.Invalid(field, value, "may have mixed case, but should otherwise match: " + NameRule.Label1035.Text));
        }
    }

    private void Conversion(JsonElement conversion)
    {
        switch (Text(conversion, "strategy"))
        {
            case "None":
                break;
            case "":
                _errors.Add(FieldError.Required("spec.conversion.strategy"));
                break;
            case "Webhook":
                var webhook = Member(conversion, "webhook");
                if (Member(webhook, "clientConfig").ValueKind != JsonValueKind.Object)
                {
                    _errors.Add(FieldError.Required("spec.conversion.webhookClientConfig", "required when strategy is set to Webhook"));
                }
                if (Member(webhook, "conversionReviewVersions").ValueKind != JsonValueKind.Array)
                {
                    _errors.Add(FieldError.Required("spec.conversion.conversionReviewVersions"));
                }
                break;
            case var other:
                _errors.Add(FieldError.NotSupported("spec.conversion.strategy", other, "None", "Webhook"));
                break;
        }
    }

    private void Versions(JsonElement spec)
    {
        var versions = Elements(Member(spec, "versions")).ToList();
        var names = versions.Select(v => Text(v, "name")).ToList();
        foreach (var (i, name) in names.Index())
        {
            _errors.AddRange(NameRule.Label1035.Check($"spec.versions[{i}].name", name));
        }
        var list = new JsonArray([.. names.Select(n => JsonValue.Create(n))]);
        if (names.Distinct(StringComparer.Ordinal).Count() < names.Count)
        {
            _errors.Add(FieldError.Invalid("spec.versions", list, "must contain unique version names"));
        }
        if (versions.Count(v => Member(v, "storage").ValueKind == JsonValueKind.True) != 1)
        {
            _errors.Add(FieldError.Invalid("spec.versions", list, "must have exactly one version marked as storage version"));
        }
        foreach (var (i, version) in versions.Index())
        {
            // Kubernetes moves what all versions have in common to the top before it looks at it.
            _errors.AddRange(VersionRules.Check(version, versions.Count == 1 ? "spec" : $"spec.versions[{i}]", $"spec.versions[{i}].schema", versions.Count == 1 ? "validation" : "schema"));
        }
    }

    private void Unchanged(JsonElement spec)
    {
        var before = old!["spec"];
        if (!DefinitionConditions.IsTrue(Member(definition, "status"), DefinitionConditions.Established))
        {
            return;
        }
        foreach (var (field, now, was) in new[]
        {
            ("spec.group", Text(spec, "group"), (string?)before?["group"]),
            ("spec.scope", Text(spec, "scope"), (string?)before?["scope"]),
            ("spec.names.kind", Text(Member(spec, "names"), "kind"), (string?)before?["names"]?["kind"]),
            ("spec.names.plural", Text(Member(spec, "names"), "plural"), (string?)before?["names"]?["plural"]),
        })
        {
            if (was is not null && was != now)
            {
                _errors.Add(FieldError.Invalid(field, now, "field is immutable"));
            }
        }
        var names = Elements(Member(spec, "versions")).Select(v => Text(v, "name")).ToList();
        foreach (var (i, stored) in (old["status"]?["storedVersions"] as JsonArray ?? []).Select(v => (string?)v ?? "").Index())
        {
            if (!names.Contains(stored, StringComparer.Ordinal))
            {
                _errors.Add(FieldError.Invalid(
                    $"status.storedVersions[{i}]",
                    stored,
                    $"missing from spec.versions; {stored} was previously a storage version, and must remain in spec.versions until a storage migration ensures no data remains persisted in {stored} "
                    + $"and removes {stored} from status.storedVersions"));
            }
        }
    }

    internal static JsonElement Member(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    internal static string Text(JsonElement element, string name) => Member(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    internal static IEnumerable<JsonElement> Elements(JsonElement element) => element.ValueKind == JsonValueKind.Array ? element.EnumerateArray() : [];
}
