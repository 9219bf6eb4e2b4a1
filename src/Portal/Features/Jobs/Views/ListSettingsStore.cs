using Portal.Components;
using Portal.Core.Clusters;

namespace Portal.Features.Jobs.Views;

/// <summary>Keeps a person's <see cref="ListSettings"/>: in the browser, so another browser knows nothing of them.</summary>
public sealed class ListSettingsStore(BrowserStore store)
{
    /// <summary>Most views of a person's own; each is counted while the list is open.</summary>
    public const int MostViews = 12;

    public const int LongestName = 40;

    private string _key = "";

    public ListSettings Current { get; private set; } = new();

    public bool Full => Current.Views.Count >= MostViews;

    public async Task LoadAsync(string cluster, string workspace, Caller caller)
    {
        _key = $"portal-list/{cluster}/{workspace}/{caller.User}";
        Current = await store.LoadAsync<ListSettings>(_key) ?? new ListSettings();
    }

    /// <summary>Keeps a view under a name; one that had the name is replaced.</summary>
    /// <returns>False when the browser has no room left for it: then it is kept until the page is left.</returns>
    public Task<bool> SaveViewAsync(string name, RunView view)
    {
        var saved = new SavedView(name, view.ToQuery());
        var at = IndexOf(name);
        return SaveAsync(Current with { Views = at < 0 ? [.. Current.Views, saved] : [.. Current.Views.Select((v, i) => i == at ? saved : v)] });
    }

    /// <summary>Gives a view another name; another view that had that name goes.</summary>
    public Task<bool> RenameViewAsync(string from, string to) =>
        SaveAsync(Current with { Views = [.. Current.Views.Where(v => v.Name == from || !Same(v.Name, to)).Select(v => v.Name == from ? v with { Name = to } : v)] });

    public Task<bool> DeleteViewAsync(string name) => SaveAsync(Current with { Views = [.. Current.Views.Where(v => v.Name != name)] });

    public Task<bool> SaveColumnsAsync(IReadOnlyList<string> keys) => SaveAsync(Current with { Columns = keys });

    /// <param name="key">Key of the column.</param>
    /// <param name="width">Pixels; 0 for its own width.</param>
    public Task<bool> SaveWidthAsync(string key, int width)
    {
        var widths = Current.Widths.Where(w => w.Key != key).ToDictionary(StringComparer.Ordinal);
        if (width > 0)
        {
            widths[key] = width;
        }

        return SaveAsync(Current with { Widths = widths });
    }

    /// <summary>Whether a view of that name is kept already.</summary>
    public bool Has(string name) => IndexOf(name) >= 0;

    private static bool Same(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private int IndexOf(string name) => Current.Views.ToList().FindIndex(v => Same(v.Name, name));

    private Task<bool> SaveAsync(ListSettings settings)
    {
        Current = settings;
        return store.SaveAsync(_key, settings);
    }
}
