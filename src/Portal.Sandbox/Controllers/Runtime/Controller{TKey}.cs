using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Runtime;

/// <summary>
/// A reconcile loop: watches put keys into a queue, workers bring the object behind a key closer to what is wanted. A reconcile reads the present state
/// and never relies on which change woke it, so that after a restart, or a change that was missed, it does the right thing.
/// </summary>
internal abstract class Controller<TKey> : BackgroundService
    where TKey : notnull
{
    private readonly List<Func<CancellationToken, Task>> _watches = [];

    protected Controller(IObjects objects, TimeProvider time, ILogger logger)
    {
        (Objects, Time, Logger) = (objects, time, logger);
        Queue = new WorkQueue<TKey>(time);
    }

    protected IObjects Objects { get; }

    protected TimeProvider Time { get; }

    protected ILogger Logger { get; }

    protected WorkQueue<TKey> Queue { get; }

    /// <summary>Keys worked on at the same time; one key is always with one worker only.</summary>
    protected virtual int Workers => 1;

    public override void Dispose()
    {
        base.Dispose();
        Queue.Dispose();
    }

    /// <summary>Follows a kind; call from the constructor. Changes of one kind come one at a time, kinds come side by side.</summary>
    protected void Watch(ResourceType type, Action<ObjectChange> handle) =>
        _watches.Add(ct => new ObjectWatch(Objects, type, Time, Logger).RunAsync(handle, ct));

    /// <summary>Follows every kind that is wanted, those of later definitions too; call from the constructor. The watch of a kind whose definition goes rests until it comes back.</summary>
    protected void WatchKinds(Func<ResourceType, bool> wanted, Action<ResourceType, ObjectChange> handle) => _watches.Add(async ct =>
    {
        var watches = new Dictionary<string, Task>(StringComparer.Ordinal);
        void Start()
        {
            foreach (var type in Objects.Kinds.Where(t => wanted(t) && !watches.ContainsKey(t.ToString())))
            {
                watches.Add(type.ToString(), new ObjectWatch(Objects, type, Time, Logger).RunAsync(change => handle(type, change), ct));
            }
        }

        Start();
        await new ObjectWatch(Objects, ResourceTypes.CustomResourceDefinitions, Time, Logger).RunAsync(_ => Start(), ct);
        await Task.WhenAll(watches.Values);
    });

    /// <summary>Does the next step for a key.</summary>
    /// <returns>When to look again although nothing changed; null for not at all.</returns>
    /// <remarks>An exception is logged and the key tried again after a growing pause.</remarks>
    protected abstract Task<TimeSpan?> ReconcileAsync(TKey key, CancellationToken ct);

    /// <summary>Tells people what happened. An event that cannot be stored, for example in a namespace that is being deleted, is not worth a retry.</summary>
    protected async Task RecordAsync(JsonObject regarding, string eventType, string reason, string message, string component, CancellationToken ct)
    {
        try
        {
            await Objects.RecordEventAsync(regarding, eventType, reason, message, component, ct);
        }
        catch (ApiException e)
        {
            Logger.LogDebug(e, "The event {Reason} was not recorded", reason);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll([.. _watches.Select(w => w(stoppingToken)), .. Enumerable.Range(0, Workers).Select(_ => WorkAsync(stoppingToken))]);

    private async Task WorkAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                var key = await Queue.TakeAsync(ct);
                try
                {
                    await StepAsync(key, ct);
                }
                finally
                {
                    Queue.Done(key);
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }

    private async Task StepAsync(TKey key, CancellationToken ct)
    {
        try
        {
            var again = await ReconcileAsync(key, ct);
            Queue.Forget(key);
            if (again is { } delay)
            {
                Queue.AddAfter(key, delay);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            Logger.LogWarning(e, "{Controller} could not reconcile {Key} and tries again", GetType().Name, key);
            Queue.Retry(key);
        }
    }
}
