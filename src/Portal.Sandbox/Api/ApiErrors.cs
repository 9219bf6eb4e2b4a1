using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api;

/// <summary>The refusals of the API, worded as Kubernetes words them.</summary>
public static class ApiErrors
{
    public static ApiException BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiException Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiException Forbidden(ResourceType type, string name, string why, params IReadOnlyList<FieldError> causes) =>
        new(403, "Forbidden", $"{type} {(name.Length == 0 ? "" : $"\"{name}\" ")}is forbidden: {why}") { Details = Details(type, name, type.Plural, causes) };

    /// <summary>403 about something that need not be a kind that is served; an empty resource stands for a path.</summary>
    public static ApiException Forbidden(string group, string resource, string name, string why)
    {
        var what = resource.Length == 0 ? "" : resource + (group.Length == 0 ? "" : "." + group) + (name.Length == 0 ? " is " : $" {GoText.Quote(name)} is ");
        return new ApiException(403, "Forbidden", $"{what}forbidden: {why}") { Details = WithoutEmpty(new JsonObject { ["name"] = name, ["group"] = group, ["kind"] = resource }) };
    }

    public static ApiException NotFound(ResourceType type, string name) =>
        new(404, "NotFound", $"{type} \"{name}\" not found") { Details = Details(type, name, type.Plural) };

    public static ApiException MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource") { Details = [] };

    public static ApiException AlreadyExists(ResourceType type, string name) =>
        new(409, "AlreadyExists", $"{type} \"{name}\" already exists") { Details = Details(type, name, type.Plural) };

    public static ApiException Modified(ResourceType type, string name) =>
        Conflict(type, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiException Conflict(ResourceType type, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {type} \"{name}\": {why}") { Details = Details(type, name, type.Plural) };

    /// <summary>A precondition of a deletion does not hold; here Kubernetes names the kind, not the resource.</summary>
    public static ApiException Precondition(ResourceType type, string name, string what, string asked, string found) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {type.Kind}{Group(type)} \"{name}\": the {what} in the precondition ({asked}) does not match the {what} in record ({found}). "
            + "The object might have been deleted and then recreated")
        {
            Details = Details(type, name, type.Kind),
        };

    public static ApiException Expired(string message) => new(410, "Expired", message);

    public static ApiException TooLarge(string message) => new(413, "RequestEntityTooLarge", message);

    /// <summary>422 about an object, with one cause per field.</summary>
    public static ApiException Invalid(ResourceType type, string name, params IReadOnlyList<FieldError> errors) => Invalid(type.Group, type.Kind, name, errors);

    /// <summary>422 about something that is no stored kind, such as the options of a request.</summary>
    public static ApiException Invalid(string group, string kind, string name, params IReadOnlyList<FieldError> errors)
    {
        var texts = errors.Select(e => $"{e.Field}: {e.Message}").Distinct(StringComparer.Ordinal).ToList();
        var list = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        var details = new JsonObject { ["name"] = name, ["group"] = group, ["kind"] = kind, ["causes"] = Causes(errors) };
        return new ApiException(422, "Invalid", $"{kind}{(group.Length == 0 ? "" : "." + group)} \"{name}\" is invalid: {list}") { Details = WithoutEmpty(details) };
    }

    public static ApiException Internal(string message) => new(500, "InternalError", "Internal error occurred: " + message)
    {
        Details = new JsonObject { ["causes"] = new JsonArray(new JsonObject { ["message"] = message }) },
    };

    private static string Group(ResourceType type) => type.Group.Length == 0 ? "" : "." + type.Group;

    private static JsonObject Details(ResourceType type, string name, string kind, IReadOnlyList<FieldError>? causes = null)
    {
        var details = new JsonObject { ["name"] = name, ["group"] = type.Group, ["kind"] = kind };
        if (causes is { Count: > 0 })
        {
            details["causes"] = Causes(causes);
        }
        return WithoutEmpty(details);
    }

    private static JsonArray Causes(IEnumerable<FieldError> errors) =>
        [.. errors.Select(e => new JsonObject { ["reason"] = e.Reason, ["message"] = e.Message, ["field"] = e.Field })];

    private static JsonObject WithoutEmpty(JsonObject details)
    {
        foreach (var key in details.Where(p => p.Value is JsonValue v && v.GetValueKind() == System.Text.Json.JsonValueKind.String && v.GetValue<string>().Length == 0).Select(p => p.Key).ToList())
        {
            details.Remove(key);
        }
        return details;
    }
}
