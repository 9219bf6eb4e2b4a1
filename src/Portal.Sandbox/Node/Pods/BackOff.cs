namespace Portal.Sandbox.Node.Pods;

/// <summary>Waits that double up to a longest one, as kubelet's do.</summary>
/// <param name="options">First and longest wait.</param>
/// <param name="firstIsFree">Whether the first failure is followed by no wait at all.</param>
internal sealed class BackOff(NodeOptions options, bool firstIsFree)
{
    private const int MostDoublings = 20;
    private int _failures = firstIsFree ? -1 : 0;

    /// <summary>Counts a failure.</summary>
    /// <param name="ran">How long it went well before; long enough starts over.</param>
    /// <returns>How long to wait now.</returns>
    public TimeSpan Next(TimeSpan ran)
    {
        if (ran > 2 * options.LongestBackOff)
        {
            _failures = firstIsFree ? -1 : 0;
        }

        var wait = _failures < 0 ? TimeSpan.Zero : options.BackOff * Math.Pow(2, Math.Min(_failures, MostDoublings));
        _failures++;
        return wait < options.LongestBackOff ? wait : options.LongestBackOff;
    }
}
