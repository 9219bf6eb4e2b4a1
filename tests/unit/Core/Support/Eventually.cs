using System.Diagnostics;

namespace Portal.UnitTests.Core.Support;

/// <summary>Waits for something to become true, with a deadline.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    public static async Task<T> GetAsync<T>(Func<Task<T?>> read, Func<T, bool> wanted)
        where T : class
    {
        var watch = Stopwatch.StartNew();
        T? last = null;
        Exception? error = null;
        while (watch.Elapsed < Deadline)
        {
            try
            {
                last = await read();
                if (last is not null && wanted(last))
                {
                    return last;
                }
            }
            catch (Portal.Core.Storage.StorageUnavailableException e)
            {
                error = e;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }

        throw new TimeoutException($"Did not happen within {Deadline}. Last seen: {last}", error);
    }

    public static Task BeAsync(Func<bool> condition) => GetAsync(() => Task.FromResult<object?>(true), _ => condition());
}
