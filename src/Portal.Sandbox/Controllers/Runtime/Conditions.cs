using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Runtime;

/// <summary><c>status.conditions</c> of an object.</summary>
internal static class Conditions
{
    /// <returns>False when it says so already.</returns>
    public static bool Set(JsonObject obj, string type, string status, string? reason, string? message, DateTimeOffset now)
    {
        var conditions = obj.Child("status").List("conditions");
        var old = conditions.OfType<JsonObject>().FirstOrDefault(c => c.Text("type") == type);
        if (old.Text("status") == status && old.Text("reason") == reason && old.Text("message") == message)
        {
            return false;
        }

        var condition = new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = old.Text("status") == status ? old.Text("lastTransitionTime") : Manifest.Stamp(now),
        };
        if (reason is not null)
        {
            condition["reason"] = reason;
        }

        if (message is not null)
        {
            condition["message"] = message;
        }

        if (old is not null)
        {
            conditions[conditions.IndexOf(old)] = condition;
        }
        else
        {
            conditions.Add(condition);
        }

        return true;
    }
}
