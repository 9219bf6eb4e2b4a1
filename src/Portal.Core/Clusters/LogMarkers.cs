namespace Portal.Core.Clusters;

/// <summary>How lines begin that the portal itself puts into a container's log, so that nobody takes them for the program's.</summary>
public static class LogMarkers
{
    /// <summary>Between the line before and the line after, some may be missing; what follows says why.</summary>
    public const string Gap = "[portal] Lines may be missing here: ";

    /// <summary>The text goes on where the line before was cut off, because it is longer than a line may be.</summary>
    public const string Continued = "[portal] (line continued) ";
}
