using Portal.Sandbox.Api.Schemas;

namespace Portal.Sandbox.Api.CustomResources.Definitions;

/// <summary>Rules in <c>x-kubernetes-validations</c> can be evaluated here; one that cannot is refused rather than passed over.</summary>
internal static class ExpressionRules
{
    public static IEnumerable<FieldError> Check(Schema schema, string path)
    {
        foreach (var (i, rule) in schema.Validations.Index())
        {
            var field = $"{path}.x-kubernetes-validations[{i}]";
            if (rule.Rule.Trim().Length == 0)
            {
                yield return FieldError.Required($"{field}.rule", "rule is not specified");
            }
        }
    }
}
