namespace Portal.UnitTests.Kube.Faults;

/// <summary>What goes wrong with one connection through the <see cref="FaultProxy"/>.</summary>
internal sealed record ConnectionFault
{
    public static readonly ConnectionFault None = new();

    /// <summary>End the connection after so many bytes of the server.</summary>
    public int? CutAfter { get; init; }

    /// <summary>After so many bytes of the server nothing passes any more in either direction, and the connection stays open.</summary>
    public int? SilentAfter { get; init; }

    /// <summary>End with a reset instead of in good order.</summary>
    public bool Reset { get; init; }

    /// <summary>Each piece of the server's answer arrives so much later.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Most bytes passed on at once: what belongs together arrives in pieces.</summary>
    public int PieceBytes { get; init; } = 16 * 1024;
}
