using System.Text.RegularExpressions;

namespace Portal.Sandbox.Images;

/// <summary>
/// Name of an image, taken apart: <c>ghcr.io/team/spark:4.0.1-python3@sha256:0123...</c>. The first part is a registry when it has a dot or a
/// colon or is <c>localhost</c>; without one the registry is Docker Hub's, where names without a publisher are below <c>library</c>.
/// </summary>
/// <param name="Registry">Host of the registry, with its port.</param>
/// <param name="Repository">Path in the registry.</param>
/// <param name="Tag">Tag; null when none is given.</param>
/// <param name="Digest">Digest; null when none is given.</param>
public sealed partial record ImageReference(string Registry, string Repository, string? Tag, string? Digest)
{
    private const string DockerHub = "docker.io";
    private const int MaxRepositoryLength = 255;

    /// <summary>Last part of the repository.</summary>
    public string Name => Repository[(Repository.LastIndexOf('/') + 1)..];

    /// <summary>Reads a name; null when it is none.</summary>
    public static ImageReference? Parse(string text)
    {
        if (Reference().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var path = match.Groups["path"].Value;
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var first = slash < 0 ? "" : path[..slash];
        var hasRegistry = first == "localhost" || first.AsSpan().ContainsAny('.', ':');
        var registry = hasRegistry ? first : DockerHub;
        var repository = hasRegistry ? path[(slash + 1)..] : path;
        if (registry == DockerHub && !repository.Contains('/', StringComparison.Ordinal))
        {
            repository = "library/" + repository;
        }

        return Repositories().IsMatch(repository) && repository.Length <= MaxRepositoryLength && (!hasRegistry || Host().IsMatch(registry))
            ? new(registry, repository, Optional(match.Groups["tag"]), Optional(match.Groups["digest"]))
            : null;
    }

    private static string? Optional(Group group) => group.Success ? group.Value : null;

    // The tag begins at a colon behind the last slash; a colon before it belongs to the registry's port.
    [GeneratedRegex(
        @"^(?<path>(?:[^/@\s]+/)*[^/:@\s]+)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>[A-Za-z][A-Za-z0-9+._-]*:[0-9a-fA-F]{32,}))?\z",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Reference();

    [GeneratedRegex(@"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Repositories();

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*(:\d{1,5})?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Host();
}
