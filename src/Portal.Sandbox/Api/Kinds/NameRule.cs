using System.Text.RegularExpressions;

namespace Portal.Sandbox.Api.Kinds;

/// <summary>How objects of a kind may be named, and what Kubernetes says when they are not.</summary>
public sealed partial record NameRule(Regex Pattern, int MaxLength, string Text)
{
    public static readonly NameRule Subdomain = new(
        SubdomainPattern(),
        253,
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character "
        + @"(e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')");

    public static readonly NameRule Label = new(
        LabelPattern(),
        63,
        "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character "
        + "(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')");

    public static readonly NameRule Label1035 = new(
        Label1035Pattern(),
        63,
        "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character "
        + "(e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')");

    /// <summary>Whatever can be a part of a path, as roles and their bindings are named: <c>system:basic-user</c>.</summary>
    public static readonly NameRule PathSegment = new(PathSegmentPattern(), int.MaxValue, "may not be '.' or '..', or contain '/' or '%'");

    /// <summary>What is wrong with a name, if anything.</summary>
    public IEnumerable<FieldError> Check(string field, string name)
    {
        if (!Pattern.IsMatch(name))
        {
            yield return FieldError.Invalid(field, name, Text);
        }
        if (name.Length > MaxLength)
        {
            yield return FieldError.Invalid(field, name, $"must be no more than {MaxLength} characters");
        }
    }

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"^(\.{3,}|\.*[^./%][^/%]*)\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PathSegmentPattern();

    [GeneratedRegex(@"^[a-z]([-a-z0-9]*[a-z0-9])?\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Label1035Pattern();
}
