using Portal.Core.Jobs;

namespace Portal.Features.NewJob;

/// <summary>A job that comes with the portal, to try it or to start from.</summary>
/// <param name="Id">Name of its folder.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Description">What it does, in a sentence.</param>
/// <param name="Script">Its main file.</param>
/// <param name="Files">What it reads.</param>
public sealed record Sample(string Id, string Title, string Description, JobFile Script, IReadOnlyList<JobFile> Files)
{
    public JobDraft ToDraft() => new()
    {
        Source = JobSource.Sample,
        Sample = Id,
        Name = Id,
        ScriptName = Script.Name,
        Script = Script.Content,
        Files = [.. Files],
    };
}
