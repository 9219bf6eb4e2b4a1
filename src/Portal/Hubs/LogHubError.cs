namespace Portal.Hubs;

/// <summary>What <see cref="LogHub"/> refuses with; the viewer has words for each.</summary>
public static class LogHubError
{
    /// <summary>The sign-in has expired.</summary>
    public const string SignedOut = "SignedOut";

    /// <summary>The person may not read logs in that workspace.</summary>
    public const string Forbidden = "Forbidden";

    /// <summary>No such run or log.</summary>
    public const string NotFound = "NotFound";

    /// <summary>The cluster cannot be asked right now; try again.</summary>
    public const string Unavailable = "Unavailable";

    /// <summary>One connection has too many streams open.</summary>
    public const string TooManyStreams = "TooManyStreams";
}
