using Portal.Sandbox.Api.CustomResources;
using Portal.Sandbox.Api.Tables;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>watch: changes as lines of JSON, until the client, its time limit or the server ends it.</summary>
public sealed class WatchHandler(ObjectStore store, TableWriter tables, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    private const int BatchSize = 128;
    private static readonly TimeSpan BookmarkEvery = TimeSpan.FromMinutes(1);

    /// <summary>How long before its time limit a watch gets a last bookmark.</summary>
    private static readonly TimeSpan BeforeEnd = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestWatch = TimeSpan.FromMinutes(45);

    public async Task WatchAsync(ApiRequest request)
    {
        var representation = AcceptHeader.Choose(request.Http.Request);
        var options = ListOptions.Parse(request);
        using var time = new CancellationTokenSource(options.Timeout ?? LongestWatch, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(time.Token, lifetime.ApplicationStopping, request.Aborted);
        var gone = KindEnd.CancelAsync(store, request.Kind, end);
        request.Http.Response.ContentType = "application/json";
        var writer = new WatchWriter(request, representation, tables);
        try
        {
            await StreamAsync(request, options, writer, end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The time limit, the kind's end, the server's or the client's: the stream just stops.
        }
        finally
        {
            await end.CancelAsync();
            await gone;
        }
    }

    private async Task StreamAsync(ApiRequest request, ListOptions options, WatchWriter writer, CancellationToken ct)
    {
        var root = store.Current;
        writer.Seen = options.ResourceVersion ?? 0;
        if (writer.Seen == 0 || options.SendInitialEvents)
        {
            writer.Seen = root.Version;
            await WriteInitialAsync(request, options, root, writer, ct);
        }
        await writer.FlushAsync(ct);
        var started = clock.GetTimestamp();
        while (true)
        {
            WatchBatch batch;
            try
            {
                batch = store.Changes(request.Type, writer.Seen, BatchSize);
            }
            catch (HistoryGoneException e)
            {
                writer.Error(ApiErrors.Expired($"too old resource version: {writer.Seen} ({e.Oldest})"));
                await writer.FlushAsync(ct);
                return;
            }
            foreach (var change in batch.Events)
            {
                if (options.Selection.Seen(change) is { } seen)
                {
                    writer.Change(seen, Shown(change, seen));
                }
            }
            writer.Seen = batch.UpTo;
            if (batch.Events.Count > 0)
            {
                await writer.FlushAsync(ct);
            }
            if (!await MoreAsync(batch.More, UntilBookmark(options.Timeout - clock.GetElapsedTime(started)), ct) && options.AllowBookmarks && writer.Seen > writer.Bookmarked)
            {
                writer.Bookmark(initialEventsEnd: false);
                await writer.FlushAsync(ct);
            }
        }
    }

    private static async Task WriteInitialAsync(ApiRequest request, ListOptions options, StoreRoot root, WatchWriter writer, CancellationToken ct)
    {
        var unflushed = 0;
        foreach (var obj in root.Range(request.Type, options.Selection.Namespace))
        {
            if (!options.Selection.Includes(obj))
            {
                continue;
            }
            writer.Change(StoreEventKind.Added, obj);
            if (++unflushed % BatchSize == 0)
            {
                await writer.FlushAsync(ct);
            }
        }
        if (options.SendInitialEvents && options.AllowBookmarks)
        {
            writer.Bookmark(initialEventsEnd: true);
        }
    }

    /// <summary>What leaves a selection is shown as it was while it was selected, at the version of its leaving.</summary>
    private static StoredObject Shown(StoreEvent change, StoreEventKind seen)
    {
        if (seen != StoreEventKind.Deleted || change.Kind == StoreEventKind.Deleted)
        {
            return change.Object;
        }
        var last = StoreJson.Object(change.Previous!);
        last["metadata"]!["resourceVersion"] = StoreJson.Version(change.Version);
        return new StoredObject(change.Object.Namespace, change.Object.Name, change.Version, StoreJson.Bytes(last));
    }

    /// <summary>Every minute, and shortly before the end.</summary>
    private static TimeSpan UntilBookmark(TimeSpan? left) => left - BeforeEnd is { } last && last > TimeSpan.Zero && last < BookmarkEvery ? last : BookmarkEvery;

    /// <summary>False when it is time for a bookmark.</summary>
    private async Task<bool> MoreAsync(Task more, TimeSpan atMost, CancellationToken ct)
    {
        if (more.IsCompleted)
        {
            return true;
        }
        try
        {
            await more.WaitAsync(atMost, clock, ct);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}
