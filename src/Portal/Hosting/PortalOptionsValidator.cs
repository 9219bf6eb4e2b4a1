using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Portal.Core.Jobs;

namespace Portal.Hosting;

/// <summary>Refuses to start with settings that cannot work, and names all of them at once.</summary>
public sealed partial class PortalOptionsValidator : IValidateOptions<PortalOptions>
{
    private const int ShortestToken = 32;
    private const int MostImages = 50;

    public ValidateOptionsResult Validate(string? name, PortalOptions options)
    {
        List<string> problems = [.. Folders(options), .. Database(options), .. Cluster(options.Cluster), .. Images(options.Jobs), .. SignIn(options.SignIn)];
        if (options.PathBase.Length > 0 && (!options.PathBase.StartsWith('/') || options.PathBase.EndsWith('/')))
        {
            problems.Add($"Portal:PathBase is '{options.PathBase}': it starts with a slash and does not end with one, for example /portal.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Folders(PortalOptions options)
    {
        if (options.Data.Length == 0)
        {
            yield return "Portal:Data is not set: give the folder that the portal keeps logs and keys in.";
        }
        else if (CannotCreate(options.Data) is { } error)
        {
            yield return $"Portal:Data is '{options.Data}', which cannot be created: {error}";
        }

        if (options.Samples is { } samples && !Directory.Exists(samples))
        {
            yield return $"Portal:Samples is '{samples}', which is not a folder.";
        }
    }

    private static IEnumerable<string> Database(PortalOptions options)
    {
        if (options.Database is null == options.DatabaseFile is null)
        {
            yield return "Set one of Portal:Database (a PostgreSQL connection string) and Portal:DatabaseFile (a file that holds one).";
        }
        else if (options.DatabaseFile is { } file && !File.Exists(file))
        {
            yield return $"Portal:DatabaseFile is '{file}', which does not exist.";
        }
    }

    private static IEnumerable<string> Cluster(ClusterOptions options)
    {
        if (options.Kubeconfig is { Length: > 0 } file && !File.Exists(file))
        {
            yield return $"Portal:Cluster:Kubeconfig is '{file}', which does not exist.";
        }

        if (options.Id is { Length: > 0 } id && !ClusterId().IsMatch(id))
        {
            yield return $"Portal:Cluster:Id is '{id}': use up to 63 lower-case letters, digits and dashes, starting with a letter.";
        }
    }

    private static IEnumerable<string> Images(JobOptions options)
    {
        if (options.Images.Count > MostImages)
        {
            yield return $"Portal:Jobs:Images holds {options.Images.Count} images: {MostImages} can be offered.";
        }

        for (var i = 0; i < options.Images.Count; i++)
        {
            var image = options.Images[i];
            if (string.IsNullOrWhiteSpace(image.Name))
            {
                yield return $"Portal:Jobs:Images:{i} has no Name: give what people call it, for example Spark 4.0.1, Python 3.";
            }

            if (string.IsNullOrWhiteSpace(image.Image) || image.Image.Any(char.IsWhiteSpace))
            {
                yield return $"Portal:Jobs:Images:{i}:Image is '{image.Image}': give the image's reference, for example docker.io/library/spark:4.0.1-python3.";
            }
        }

        foreach (var twice in options.Images.Where(image => !string.IsNullOrWhiteSpace(image.Name)).GroupBy(image => image.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            yield return $"Portal:Jobs:Images names '{twice.Key}' more than once.";
        }
    }

    private static IEnumerable<string> SignIn(SignInOptions options)
    {
        if (options.LocalUsers.Any(user => string.IsNullOrWhiteSpace(user.Name)))
        {
            yield return "Portal:SignIn:LocalUsers holds a user without a Name.";
        }

        foreach (var twice in options.LocalUsers.GroupBy(user => user.Name).Where(group => group.Count() > 1))
        {
            yield return $"Portal:SignIn:LocalUsers names '{twice.Key}' more than once.";
        }

        if (options.OwnerTokenFile is { } file && !File.Exists(file))
        {
            yield return $"Portal:SignIn:OwnerTokenFile is '{file}', which does not exist.";
        }
        else if (options.ReadOwnerToken() is { Length: < ShortestToken })
        {
            yield return $"Portal:SignIn:OwnerToken is shorter than {ShortestToken} characters: it must not be guessable.";
        }

        if (options.Expiry < TimeSpan.FromMinutes(1))
        {
            yield return "Portal:SignIn:Expiry is under a minute.";
        }
    }

    private static string? CannotCreate(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return e.Message;
        }
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,62}$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClusterId();
}
