using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Runtime;

/// <summary>
/// Follows one kind for as long as the process lives. After a watch has expired it starts over and makes up for what was missed: objects that are gone,
/// or that were replaced by another of the same name, are told as DELETED before anything new.
/// </summary>
internal sealed class ObjectWatch(IObjects objects, ResourceType type, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromSeconds(1);

    private readonly Dictionary<ObjectKey, JsonObject> _known = [];

    public async Task RunAsync(Action<ObjectChange> handle, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(handle, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (ApiException e) when (e.Reason == "Expired")
            {
                logger.LogInformation("The watch of {Type} lagged and starts over", type);
            }
            catch (Exception e)
            {
                logger.LogError(e, "The watch of {Type} failed and starts over", type);
                await Task.Delay(PauseAfterError, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task FollowAsync(Action<ObjectChange> handle, CancellationToken ct)
    {
        await using var changes = objects.WatchAsync(type, ct).GetAsyncEnumerator(ct);

        // The watch is asked for first, so that nothing can fall between it and this list.
        var next = changes.MoveNextAsync();
        if (_known.Count > 0)
        {
            DropMissing(handle);
        }

        while (await next)
        {
            var change = changes.Current;
            Handle(change, handle);
            next = changes.MoveNextAsync();
        }
    }

    private void Handle(ObjectChange change, Action<ObjectChange> handle)
    {
        var key = ObjectKey.Of(change.Object);
        if (_known.TryGetValue(key, out var old) && old.Uid() != change.Object.Uid())
        {
            if (change.Type == "DELETED")
            {
                return;
            }

            handle(new ObjectChange("DELETED", old));
        }

        if (change.Type == "DELETED")
        {
            _known.Remove(key);
        }
        else
        {
            _known[key] = Identity(change.Object);
        }

        handle(change);
    }

    private void DropMissing(Action<ObjectChange> handle)
    {
        var present = objects.List(type, null).ToDictionary(ObjectKey.Of, o => o.Uid());
        foreach (var (key, old) in _known.Where(k => present.GetValueOrDefault(k.Key) != k.Value.Uid()).ToList())
        {
            _known.Remove(key);
            handle(new ObjectChange("DELETED", old));
        }
    }

    /// <summary>What a handler may need of an object that is gone.</summary>
    private static JsonObject Identity(JsonObject obj)
    {
        var identity = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = obj.Name(), ["namespace"] = obj.Namespace(), ["uid"] = obj.Uid() },
        };
        foreach (var field in (string[])["labels", "ownerReferences"])
        {
            if (obj.At("metadata", field) is { } value)
            {
                identity.Child("metadata")[field] = value.DeepClone();
            }
        }

        return identity;
    }
}
