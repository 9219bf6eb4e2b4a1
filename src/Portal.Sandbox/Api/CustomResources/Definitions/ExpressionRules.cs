using Portal.Sandbox.Api.Schemas;
using Portal.Sandbox.Api.Schemas.Cel;
using Portal.Sandbox.Api.Schemas.Cel.Syntax;

namespace Portal.Sandbox.Api.CustomResources.Definitions;

/// <summary>Rules in <c>x-kubernetes-validations</c> can be evaluated here; one that cannot is refused rather than passed over.</summary>
internal static class ExpressionRules
{
    private static readonly string[] Reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

    /// <param name="schema">Has the rules.</param>
    /// <param name="path">Where it is.</param>
    /// <param name="unmatched">The part of the schema whose former values cannot be told; null when they can.</param>
    public static IEnumerable<FieldError> Check(Schema schema, string path, string? unmatched)
    {
        foreach (var (i, rule) in schema.Validations.Index())
        {
            var field = $"{path}.x-kubernetes-validations[{i}]";
            if (rule.Rule.Trim().Length == 0)
            {
                yield return FieldError.Required($"{field}.rule", "rule is not specified");
                continue;
            }
            if (rule.OptionalOldSelf)
            {
                yield return FieldError.Forbidden($"{field}.optionalOldSelf", "optional values are not available in the sandbox");
            }
            if (rule.Reason.Length > 0 && !Reasons.Contains(rule.Reason, StringComparer.Ordinal))
            {
                yield return FieldError.NotSupported($"{field}.reason", rule.Reason, Reasons);
            }
            if (Compile(rule.Rule, schema, out var usesOld) is { } error)
            {
                yield return FieldError.Invalid($"{field}.rule", rule.Rule, "compilation failed: " + error);
            }
            else if (usesOld && unmatched is not null)
            {
                yield return FieldError.Invalid($"{field}.rule", rule.Rule, $"oldSelf cannot be used on the uncorrelatable portion of the schema within {unmatched}");
            }
            if (rule.MessageExpression.Length > 0 && Compile(rule.MessageExpression, schema, out _) is { } messageError)
            {
                yield return FieldError.Invalid($"{field}.messageExpression", rule.MessageExpression, "messageExpression compilation failed: " + messageError);
            }
        }
    }

    private static string? Compile(string text, Schema schema, out bool usesOld)
    {
        try
        {
            usesOld = CelProgram.Compile(text, schema).UsesOld;
            return null;
        }
        catch (CelSyntaxException e)
        {
            usesOld = false;
            return e.Message;
        }
    }
}
