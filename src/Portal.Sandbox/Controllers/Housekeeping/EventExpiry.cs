using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Housekeeping;

/// <summary>Events are news, not history: they go an hour after they last happened, and earlier, the oldest first, when there are too many.</summary>
internal sealed class EventExpiry : Controller<string>
{
    /// <summary>Kubernetes' own default.</summary>
    public static readonly TimeSpan TimeToLive = TimeSpan.FromHours(1);

    /// <summary>Events that are kept.</summary>
    public const int MaxEvents = 20_000;

    private const string All = "all";
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectKey, (string Uid, DateTimeOffset Last)> _events = [];

    public EventExpiry(IObjects objects, TimeProvider time, ILogger<EventExpiry> logger)
        : base(objects, time, logger)
    {
        Watch(ResourceTypes.Events, OnEvent);
        Queue.AddAfter(All, Interval);
    }

    protected override async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken ct)
    {
        var horizon = Time.GetUtcNow() - TimeToLive;
        List<KeyValuePair<ObjectKey, (string Uid, DateTimeOffset Last)>> old;
        lock (_gate)
        {
            var surplus = _events.Count - MaxEvents;
            old = [.. _events.OrderBy(e => e.Value.Last).TakeWhile((e, i) => i < surplus || e.Value.Last < horizon)];
        }

        foreach (var (name, (uid, _)) in old)
        {
            await Objects.DeleteAsync(ResourceTypes.Events, name.Namespace, name.Name, uid, graceSeconds: 0, ct);
        }

        return Interval;
    }

    private void OnEvent(ObjectChange change)
    {
        var key = ObjectKey.Of(change.Object);
        lock (_gate)
        {
            if (change.Type == "DELETED")
            {
                _events.Remove(key);
                return;
            }

            _events[key] = (change.Object.Uid(), Last(change.Object));
            if (_events.Count <= MaxEvents)
            {
                return;
            }
        }

        Queue.Add(All);
    }

    private static DateTimeOffset Last(JsonObject e) =>
        e.Time("series", "lastObservedTime") ?? e.Time("lastTimestamp") ?? e.Time("eventTime") ?? e.Time("metadata", "creationTimestamp") ?? default;
}
