using System.Text.Json.Serialization;
using Portal.Core.Jobs;

namespace Portal.Api.Contracts;

/// <summary>A small text file that travels with a job. As the script of a job its text alone will do.</summary>
/// <param name="Name">File name without folders.</param>
/// <param name="Content">Its text. All files of a job together stay under 900 KB.</param>
[JsonConverter(typeof(JobFileConverter))]
public sealed record JobFileBody(string Name, string Content)
{
    public JobFile ToFile() => new(Name, Content);

    public static JobFileBody From(JobFile file) => new(file.Name, file.Content);
}
