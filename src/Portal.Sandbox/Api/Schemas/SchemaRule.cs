namespace Portal.Sandbox.Api.Schemas;

/// <summary>One entry of <c>x-kubernetes-validations</c>.</summary>
/// <param name="Rule">The expression; <c>self</c> is the value, <c>oldSelf</c> the one before.</param>
public sealed record SchemaRule(string Rule)
{
    /// <summary>What to say when it does not hold; empty says the rule.</summary>
    public string Message { get; init; } = "";

    /// <summary>An expression that gives the message.</summary>
    public string MessageExpression { get; init; } = "";

    /// <summary>FieldValueInvalid, FieldValueForbidden, FieldValueRequired or FieldValueDuplicate; empty for the first.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The member that is at fault, relative to the schema, for example <c>.spec.count</c>.</summary>
    public string FieldPath { get; init; } = "";

    /// <summary>Runs on creation too, with <c>oldSelf</c> as an optional.</summary>
    public bool OptionalOldSelf { get; init; }
}
