namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>The application cannot be submitted as it is; trying again helps only if something else changes.</summary>
internal sealed class SubmissionRefusedException(string message) : Exception(message);
