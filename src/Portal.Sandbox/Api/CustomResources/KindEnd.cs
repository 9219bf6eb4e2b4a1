using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.CustomResources;

/// <summary>The end of a kind, for those who watch it.</summary>
internal static class KindEnd
{
    /// <summary>Cancels <paramref name="watch"/> once the kind's definition is gone or asks for something else; ends with it in any case.</summary>
    public static async Task CancelAsync(ObjectStore store, ServedKind kind, CancellationTokenSource watch)
    {
        if (kind.Custom?.Definition is not { } definition)
        {
            return;
        }
        var ct = watch.Token;
        try
        {
            for (var root = store.Current; IsServed(root, kind, definition); root = store.Current)
            {
                await ChangeAsync(store, root.Version, ct);
            }
            await watch.CancelAsync();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The watch ended first.
        }
    }

    private static bool IsServed(StoreRoot root, ServedKind kind, CustomResourceDefinition definition) =>
        KindSet.At(root).Find(kind.Type)?.Custom?.Definition is { } now && now.Uid == definition.Uid && now.Generation == definition.Generation;

    private static async Task ChangeAsync(ObjectStore store, long version, CancellationToken ct)
    {
        try
        {
            var batch = store.Changes(ResourceTypes.CustomResourceDefinitions, version, 1);
            if (batch.Events.Count == 0)
            {
                await batch.More.WaitAsync(ct);
            }
        }
        catch (HistoryGoneException)
        {
            // Time went on in between; the caller looks again.
        }
    }
}
