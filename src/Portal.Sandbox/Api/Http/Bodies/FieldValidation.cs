namespace Portal.Sandbox.Api.Http.Bodies;

/// <summary>Minds <c>fieldValidation</c> for one write.</summary>
/// <param name="request">The write.</param>
/// <param name="mode">What it asked for.</param>
internal sealed class FieldValidation(ApiRequest request, FieldValidationMode mode)
{
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);

    /// <param name="request">The write.</param>
    /// <param name="options">CreateOptions, UpdateOptions or PatchOptions: what an error is said to be about.</param>
    /// <exception cref="ApiException">422: no such mode.</exception>
    public static FieldValidation Of(ApiRequest request, string options) => new(request, request.Query("fieldValidation") switch
    {
        "" or "Warn" => FieldValidationMode.Warn,
        "Strict" => FieldValidationMode.Strict,
        "Ignore" => FieldValidationMode.Ignore,
        var other => throw ApiErrors.Invalid("meta.k8s.io", options, "", FieldError.NotSupported("fieldValidation", other, "Ignore", "Strict", "Warn")),
    });

    /// <summary>Warns of, or refuses, fields of a custom kind that its schema does not have.</summary>
    /// <param name="paths">For example <c>spec.x</c>.</param>
    public void OnUnknownFields(IReadOnlyList<string> paths) => Report([.. paths.Select(p => $"unknown field \"{p}\"")], why => ObjectBody.CannotBe(request.Type, why));

    /// <summary>Warns of, or refuses, what was found. A write that has to be tried again says it only once.</summary>
    /// <param name="findings">For example <c>unknown field "spec.x"</c>.</param>
    /// <param name="refuse">Makes the refusal from all findings.</param>
    public void Report(IReadOnlyCollection<string> findings, Func<string, ApiException> refuse)
    {
        if (findings.Count == 0 || mode == FieldValidationMode.Ignore)
        {
            return;
        }
        if (mode == FieldValidationMode.Strict)
        {
            throw refuse("strict decoding error: " + string.Join(", ", findings));
        }
        foreach (var finding in findings.Where(_said.Add))
        {
            Warnings.Add(request.Http, finding);
        }
    }
}
