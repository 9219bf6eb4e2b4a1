using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Http;

/// <summary>Finds the objects of a list: which version of the store, which page of it.</summary>
public sealed class ListReader(ObjectStore store)
{
    /// <exception cref="ApiException">410 when the version is forgotten, 504 when it is yet to come.</exception>
    public ObjectPage Read(ResourceType type, ListOptions options)
    {
        var token = options.Continue.Length > 0 ? ContinueToken.Read(options.Continue) : (ContinueToken?)null;
        var root = store.Current;
        var (version, all) = token is { Version: > 0 } page ? (page.Version, At(type, page, root)) : AsAsked(type, options, root);
        var ns = options.Selection.Namespace;
        var after = token is { } t ? ns is null ? t.After : $"{ns}/{t.After}" : null;
        // Version 0 is answered from a cache by Kubernetes, which has no pages there.
        var limit = options.Limit == 0 || options.ResourceVersion == 0 && token is null ? long.MaxValue : options.Limit;
        var items = new List<StoredObject>();
        foreach (var obj in StoreRoot.Range(all, ns, after))
        {
            if (!options.Selection.Includes(obj))
            {
                continue;
            }
            if (items.Count == limit)
            {
                return new ObjectPage(version, items, Token(version, items[^1], ns), Remaining(all, ns, items[^1], options));
            }
            items.Add(obj);
        }
        return new ObjectPage(version, items, null, null);
    }

    private (long Version, ImmutableSortedSet<StoredObject> Objects) AsAsked(ResourceType type, ListOptions options, StoreRoot root)
    {
        var version = options.ResourceVersion ?? 0;
        if (version > root.Version)
        {
            throw new ApiException(504, "Timeout", $"Timeout: Too large resource version: {version}, current: {root.Version}")
            {
                Details = new JsonObject
                {
                    ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
                    ["retryAfterSeconds"] = 1,
                },
            };
        }
        var exact = options.VersionMatch == "Exact" || options.VersionMatch.Length == 0 && options.Limit > 0;
        if (version == 0 || !exact)
        {
            return (root.Version, root.All(type));
        }
        try
        {
            return (version, store.At(type, version));
        }
        catch (HistoryGoneException)
        {
            throw ApiErrors.Expired("The resourceVersion for the provided list is too old.");
        }
    }

    private ImmutableSortedSet<StoredObject> At(ResourceType type, ContinueToken token, StoreRoot root)
    {
        try
        {
            return token.Version <= root.Version ? store.At(type, token.Version) : throw ApiErrors.BadRequest("invalid continue token: it is from the future");
        }
        catch (HistoryGoneException)
        {
            throw new ApiException(
                410,
                "Expired",
                "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to "
                + "retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first "
                + "chunk was returned and now may show up in the list.")
            {
                ListMetadata = new JsonObject { ["continue"] = (token with { Version = -1 }).Write() },
            };
        }
    }

    private static string Token(long version, StoredObject last, string? ns) => new ContinueToken(version, ns is null ? last.Path : last.Name).Write();

    private static long? Remaining(ImmutableSortedSet<StoredObject> all, string? ns, StoredObject last, ListOptions options) =>
        options.Selection.Labels.SelectsAll && options.Selection.Fields.SelectsAll ? StoreRoot.Range(all, ns, last.Path).LongCount() : null;
}
