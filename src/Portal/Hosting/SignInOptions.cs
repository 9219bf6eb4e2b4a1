namespace Portal.Hosting;

/// <summary>How people sign in.</summary>
public sealed record SignInOptions
{
    /// <summary>People who may sign in with one click, and only over a loopback connection.</summary>
    public IReadOnlyList<LocalUser> LocalUsers { get; init; } = [];

    /// <summary>Secret of the one-time link that signs the cluster's owner in; at least 32 characters.</summary>
    public string? OwnerToken { get; init; }

    /// <summary>File that holds <see cref="OwnerToken"/>.</summary>
    public string? OwnerTokenFile { get; init; }

    /// <summary>How long a sign-in lasts without use.</summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromHours(8);

    /// <summary>The owner's secret, wherever it was given; null when there is none.</summary>
    public string? ReadOwnerToken() => OwnerTokenFile is null ? OwnerToken : File.ReadAllText(OwnerTokenFile).Trim();
}
