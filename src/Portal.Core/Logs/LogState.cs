namespace Portal.Core.Logs;

/// <summary>Where a log stands, for the reader to see.</summary>
public enum LogState
{
    /// <summary>The container has not written yet.</summary>
    Waiting,

    /// <summary>Lines arrive as they are written.</summary>
    Streaming,

    /// <summary>The connection to the API is broken; it is being resumed.</summary>
    Reconnecting,

    /// <summary>The disk is full: reading has stopped, and goes on from the same line when there is room.</summary>
    Paused,

    /// <summary>The container has ended and every line is here.</summary>
    Ended,
}
