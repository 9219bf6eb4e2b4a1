namespace Portal.UnitTests.Sandbox.Controllers.Support;

/// <summary>Waits for something to become true, at most ten seconds.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    public static async Task<T> GetAsync<T>(Func<T?> read, string what)
        where T : class
    {
        var start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < Deadline)
        {
            if (read() is { } value)
            {
                return value;
            }

            await Task.Delay(Poll, TimeProvider.System);
        }

        throw new TimeoutException($"Waited in vain for {what}");
    }

    public static Task TrueAsync(Func<bool> condition, string what) => GetAsync(() => condition() ? string.Empty : null, what);
}
