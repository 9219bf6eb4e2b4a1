using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Portal.Sandbox.Api.Admission;

/// <summary>Labels are written as Kubernetes takes them: an optional prefix that is a domain, names and values of at most 63 characters.</summary>
public sealed partial class LabelCheck : IAdmissionStep
{
    private const int MaxLength = 63;
    private const int MaxAnnotationsSize = 256 * 1024;

    public void Admit(AdmissionRequest request)
    {
        if (request.Operation == AdmissionOperation.Delete)
        {
            return;
        }
        var errors = Check(request.Object["metadata"] as JsonObject ?? []).ToList();
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(request.Type, request.Name, errors);
        }
    }

    private static IEnumerable<FieldError> Check(JsonObject metadata)
    {
        foreach (var (key, value) in metadata["labels"] as JsonObject ?? [])
        {
            var name = key[(key.LastIndexOf('/') + 1)..];
            var prefix = key.Length > name.Length ? key[..^(name.Length + 1)] : "a";
            if (name.Length > MaxLength || !NamePattern().IsMatch(name) || !Kinds.NameRule.Subdomain.Pattern.IsMatch(prefix) || prefix.Length > Kinds.NameRule.Subdomain.MaxLength)
            {
                yield return FieldError.Invalid(
                    "metadata.labels",
                    key,
                    "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
            }
            var text = (string?)value ?? "";
            if (text.Length > MaxLength)
            {
                yield return FieldError.Invalid("metadata.labels", text, $"must be no more than {MaxLength} bytes");
            }
            else if (text.Length > 0 && !NamePattern().IsMatch(text))
            {
                yield return FieldError.Invalid(
                    "metadata.labels",
                    text,
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
            }
        }
        if ((metadata["annotations"] as JsonObject ?? []).Sum(a => a.Key.Length + ((string?)a.Value ?? "").Length) > MaxAnnotationsSize)
        {
            yield return FieldError.TooLong("metadata.annotations", $"may not be more than {MaxAnnotationsSize} bytes");
        }
    }

    [GeneratedRegex(@"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex NamePattern();
}
