namespace Portal.Core.Storage;

/// <summary>Whether PostgreSQL answers, as was last seen: nobody has to wait for a server that is known to hang.</summary>
public sealed class StorageHealth
{
    private volatile string? _outage;

    /// <summary>What is wrong, for people; null when PostgreSQL answers.</summary>
    public string? Outage
    {
        get => _outage;
        internal set => _outage = value;
    }
}
