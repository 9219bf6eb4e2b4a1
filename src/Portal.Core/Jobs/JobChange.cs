namespace Portal.Core.Jobs;

/// <summary>One difference between two jobs.</summary>
/// <param name="Field">Name of the property, as in <see cref="JobProblem.Field"/>, for example <c>Executor.Memory</c> or <c>SparkConf[spark.x]</c>.</param>
/// <param name="Before">Value in the first job; null when it is not there.</param>
/// <param name="After">Value in the second job; null when it is not there.</param>
public sealed record JobChange(string Field, string? Before, string? After);
