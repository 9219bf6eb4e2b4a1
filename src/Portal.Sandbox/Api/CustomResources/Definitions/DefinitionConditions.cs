using System.Text.Json;
using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.CustomResources.Definitions;

/// <summary>Conditions of a definition.</summary>
internal static class DefinitionConditions
{
    public const string NamesAccepted = "NamesAccepted";
    public const string Established = "Established";
    public const string Terminating = "Terminating";

    /// <summary>The sandbox's own: False when versions can be converted by a webhook only.</summary>
    public const string ConversionAvailable = "ConversionAvailable";

    public static bool IsTrue(JsonElement status, string type) =>
        status.ValueKind == JsonValueKind.Object && status.TryGetProperty("conditions", out var conditions) && conditions.ValueKind == JsonValueKind.Array
        && conditions.EnumerateArray().Any(c => c.GetProperty("type").ValueEquals(type) && c.GetProperty("status").ValueEquals("True"));

    /// <summary>Sets a condition; its time stays when it was the same before.</summary>
    public static void Set(JsonObject status, string type, bool isTrue, string reason, string message, string now)
    {
        if (status["conditions"] is not JsonArray conditions)
        {
            status["conditions"] = conditions = [];
        }
        var value = isTrue ? "True" : "False";
        var old = conditions.OfType<JsonObject>().FirstOrDefault(c => (string?)c["type"] == type);
        if (old is not null && (string?)old["status"] == value && (string?)old["reason"] == reason && (string?)old["message"] == message)
        {
            return;
        }
        var condition = new JsonObject
        {
            ["type"] = type,
            ["status"] = value,
            ["lastTransitionTime"] = old is not null && (string?)old["status"] == value ? old["lastTransitionTime"]?.DeepClone() : now,
            ["reason"] = reason,
            ["message"] = message,
        };
        if (old is null)
        {
            conditions.Add(condition);
        }
        else
        {
            conditions[conditions.IndexOf(old)] = condition;
        }
    }
}
