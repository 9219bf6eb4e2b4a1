namespace Portal.Sandbox.Node.Isolation;

/// <summary>How far containers are kept apart from the host and from one another on this machine.</summary>
public enum IsolationLevel
{
    /// <summary>Ordinary processes of the sandbox's own user: no wall at all.</summary>
    None,

    /// <summary>bubblewrap as an ordinary user: own view of files and processes, but the same user outside.</summary>
    User,

    /// <summary>bubblewrap as root, then another user without any capability.</summary>
    Root,
}
