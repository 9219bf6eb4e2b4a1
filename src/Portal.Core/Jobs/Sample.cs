namespace Portal.Core.Jobs;

/// <summary>A job to start from.</summary>
/// <param name="Id">Name of its folder.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Description">What it does, in a sentence or two.</param>
/// <param name="Job">The job, ready to be submitted.</param>
public sealed record Sample(string Id, string Title, string Description, SparkJob Job);
