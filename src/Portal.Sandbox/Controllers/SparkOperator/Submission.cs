namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>A driver pod that was made.</summary>
/// <param name="Id">The submission's UUID.</param>
/// <param name="SparkApplicationId">Spark's id.</param>
/// <param name="UiService">Name of the service for the Spark UI.</param>
/// <param name="UiPort">Its port.</param>
internal sealed record Submission(string Id, string SparkApplicationId, string UiService, long UiPort);
