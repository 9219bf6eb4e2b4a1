using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.CustomResources.Definitions;

/// <summary>What a definition gets that does not say it.</summary>
internal static class DefinitionDefaults
{
    /// <summary>Changes the definition in place; what has a wrong type is left to the rules.</summary>
    public static void Apply(JsonObject obj, JsonObject? old)
    {
        if (obj["spec"] is not JsonObject spec)
        {
            return;
        }
        spec["conversion"] ??= new JsonObject { ["strategy"] = "None" };
        if (spec["names"] is JsonObject names && names["kind"] is JsonValue kind && kind.TryGetValue(out string? text))
        {
            names["singular"] ??= text.ToLowerInvariant();
            names["listKind"] ??= text + "List";
        }
        if (spec["preserveUnknownFields"] is JsonValue preserve && preserve.TryGetValue(out bool keep) && !keep)
        {
            spec.Remove("preserveUnknownFields");
        }
        StoredVersions(spec, Status(obj), old);
    }

    /// <summary>The status, made when there is none.</summary>
    public static JsonObject Status(JsonObject obj)
    {
        if (obj["status"] is not JsonObject status)
        {
            obj["status"] = status = [];
        }
        return status;
    }

    /// <summary>Every version that objects may be stored in stays listed.</summary>
    private static void StoredVersions(JsonObject spec, JsonObject status, JsonObject? old)
    {
        var storage = (spec["versions"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(v => v["storage"] is JsonValue flag && flag.TryGetValue(out bool isStorage) && isStorage);
        if (storage?["name"] is not JsonValue name || !name.TryGetValue(out string? version))
        {
            return;
        }
        var stored = (old?["status"]?["storedVersions"] as JsonArray ?? []).Select(v => (string?)v).ToList();
        if (!stored.Contains(version, StringComparer.Ordinal))
        {
            stored.Add(version);
        }
        status["storedVersions"] = new JsonArray([.. stored.Select(v => JsonValue.Create(v))]);
    }
}
