using System.Collections.Concurrent;

namespace Portal.Sandbox.Node.Processes;

/// <summary>
/// One thread that starts every process and lives as long as the sandbox. A child that asked to die with its parent
/// (<c>PR_SET_PDEATHSIG</c>) dies with the <em>thread</em> that started it, and pool threads come and go.
/// </summary>
internal static class StarterThread
{
    private static readonly BlockingCollection<Action> Work = Begin();

    public static Task<T> RunAsync<T>(Func<T> start)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                done.SetResult(start());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    private static BlockingCollection<Action> Begin()
    {
        var work = new BlockingCollection<Action>();
        var thread = new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable())
            {
                action();
            }
        })
        { IsBackground = true, Name = "process starter" };
        thread.Start();
        return work;
    }
}
