using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Http;

/// <summary><c>Status</c> of the API.</summary>
public static class StatusBody
{
    public static JsonObject Failure(ApiException e)
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = e.ListMetadata?.DeepClone() ?? new JsonObject(),
            ["status"] = "Failure",
            ["message"] = e.Message,
        };
        if (e.Reason.Length > 0)
        {
            status["reason"] = e.Reason;
        }
        if (e.Details is not null)
        {
            status["details"] = e.Details.DeepClone();
        }
        status["code"] = e.Code;
        return status;
    }

    public static JsonObject Success(JsonObject details) => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Success",
        ["details"] = details,
    };
}
