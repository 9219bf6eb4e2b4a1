namespace Portal.Sandbox.Api.Http;

/// <summary><c>fieldValidation</c> of writes: what happens about fields that a kind does not know.</summary>
internal static class FieldValidation
{
    /// <summary>What to do with the paths of unknown fields.</summary>
    /// <exception cref="ApiException">422: no such way.</exception>
    public static Action<IReadOnlyList<string>>? Of(ApiRequest request, string optionsKind) => request.Query("fieldValidation") switch
    {
        "Ignore" => null,
        "Strict" => fields => throw ApiErrors.BadRequest(
            $"{request.Type.Kind} in version \"{request.Type.Version}\" cannot be handled as a {request.Type.Kind}: strict decoding error: {string.Join(", ", fields.Select(Text))}"),
        "" or "Warn" => Warn(request.Http),
        var other => throw ApiErrors.Invalid("meta.k8s.io", optionsKind, "", FieldError.NotSupported("fieldValidation", other, "Ignore", "Warn", "Strict")),
    };

    private static Action<IReadOnlyList<string>> Warn(HttpContext http)
    {
        // A write that has to be tried again says it only once.
        var said = new HashSet<string>(StringComparer.Ordinal);
        return fields =>
        {
            foreach (var field in fields.Where(said.Add))
            {
                Warnings.Add(http, Text(field));
            }
        };
    }

    private static string Text(string field) => $"unknown field \"{field}\"";
}
