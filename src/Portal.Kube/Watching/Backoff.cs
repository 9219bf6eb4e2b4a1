namespace Portal.Kube.Watching;

/// <summary>Growing pauses between tries, each spread at random over its upper half so that many clients do not come back at one moment.</summary>
/// <param name="first">The first pause.</param>
/// <param name="max">The longest pause.</param>
/// <param name="random">Seeded in tests.</param>
internal sealed class Backoff(TimeSpan first, TimeSpan max, Random? random = null)
{
    private readonly Random _random = random ?? Random.Shared;
    private TimeSpan? _next;

    /// <summary>The pause to make now.</summary>
    public TimeSpan Next()
    {
        var pause = _next ?? first;
        _next = pause * 2 < max ? pause * 2 : max;
        return pause * (0.5 + (_random.NextDouble() / 2));
    }

    /// <summary>Things work again.</summary>
    public void Reset() => _next = null;
}
