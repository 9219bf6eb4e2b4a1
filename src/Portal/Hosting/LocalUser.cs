namespace Portal.Hosting;

/// <summary>A person of a private installation.</summary>
public sealed record LocalUser
{
    /// <summary>User name that the cluster knows the person by.</summary>
    public string Name { get; init; } = "";

    /// <summary>Groups that the cluster knows the person in.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];
}
