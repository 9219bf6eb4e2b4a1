namespace Portal.Core.Jobs;

/// <summary>A small text file that travels with a job in a ConfigMap.</summary>
/// <param name="Name">File name without folders.</param>
/// <param name="Content">Its text, UTF-8. All files of a job together stay under 900 KB.</param>
public sealed record JobFile(string Name, string Content);
