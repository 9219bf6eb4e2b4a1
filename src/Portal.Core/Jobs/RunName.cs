using System.Security.Cryptography;
using System.Text;

namespace Portal.Core.Jobs;

/// <summary>Names of runs and of what belongs to them.</summary>
public static class RunName
{
    // No vowels and nothing that looks alike: no words by accident, easy to read out.
    private const string Alphabet = "bcdfghjkmnpqrstvwxz2456789";

    /// <summary><c>{job}-{8 characters}</c>; the same for the same person, job and key, so that a repeated request names the same object.</summary>
    public static string For(string job, string user, string submissionKey)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{user}\0{job}\0{submissionKey}"));
        var suffix = string.Concat(hash.Take(8).Select(b => Alphabet[b % Alphabet.Length]));
        return $"{job}-{suffix}";
    }

    /// <summary>Name of the ConfigMap with the run's files.</summary>
    public static string Files(string run) => $"{run}-files";
}
