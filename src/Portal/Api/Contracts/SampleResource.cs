using Portal.Core.Jobs;

namespace Portal.Api.Contracts;

/// <summary>A job to start from.</summary>
/// <param name="Id">Stable id.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Description">What it does.</param>
/// <param name="Job">The job: a body for submitting.</param>
public sealed record SampleResource(string Id, string Title, string Description, JobBody Job)
{
    public static SampleResource From(Sample sample) => new(sample.Id, sample.Title, sample.Description, JobBody.From(sample.Job));
}
