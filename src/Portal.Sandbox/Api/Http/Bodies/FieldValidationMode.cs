namespace Portal.Sandbox.Api.Http.Bodies;

/// <summary><c>fieldValidation</c>: what becomes of fields that are unknown or given twice. They are never stored.</summary>
internal enum FieldValidationMode
{
    /// <summary>Nothing is said.</summary>
    Ignore,

    /// <summary>A Warning header each; what is done when nothing else is asked for.</summary>
    Warn,

    /// <summary>The request is refused.</summary>
    Strict,
}
