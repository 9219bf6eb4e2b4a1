using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Apply;

/// <summary><c>metadata.managedFields</c>: who owns which fields of an object.</summary>
internal sealed class ManagedFields
{
    /// <summary>Entries of updates that are kept apart; what is older goes into one.</summary>
    private const int MaxUpdates = 10;
    private const string Ancient = "ancient-changes";

    private readonly Dictionary<FieldManager, (FieldSet Fields, string Time)> _entries = [];

    public IEnumerable<FieldManager> Managers => _entries.Keys;

    public bool IsEmpty => _entries.Count == 0;

    /// <summary>Reads the list; null when it is not one that this API could have written.</summary>
    public static ManagedFields? Read(JsonNode? list)
    {
        var result = new ManagedFields();
        foreach (var node in list as JsonArray ?? [])
        {
            if (node is not JsonObject entry || entry["fieldsV1"] is not JsonObject fields || Text(entry, "operation") is not ("Apply" or "Update") || Text(entry, "fieldsType") != "FieldsV1")
            {
                return null;
            }
            result._entries[new FieldManager(Text(entry, "manager"), Text(entry, "operation") == "Apply", Text(entry, "subresource"))] = (FieldSet.Read(fields), Text(entry, "time"));
        }
        return result;
    }

    /// <summary>What a manager owns; empty when it owns nothing.</summary>
    public FieldSet Of(FieldManager manager) => _entries.TryGetValue(manager, out var entry) ? entry.Fields : new FieldSet();

    /// <summary>Everything that anybody owns.</summary>
    public FieldSet All() => _entries.Values.Aggregate(new FieldSet(), (all, entry) => all.Union(entry.Fields));

    /// <summary>Says what a manager owns; who owns nothing is forgotten. The time changes only with the fields.</summary>
    public void Set(FieldManager manager, FieldSet fields, string time)
    {
        if (fields.IsEmpty)
        {
            _entries.Remove(manager);
        }
        else if (!_entries.TryGetValue(manager, out var entry) || !entry.Fields.SameAs(fields))
        {
            _entries[manager] = (fields, time);
        }
    }

    public JsonArray Write(string apiVersion)
    {
        Limit();
        var sorted = _entries.OrderBy(e => e.Key.IsApply ? 0 : 1).ThenBy(e => e.Value.Time, StringComparer.Ordinal).ThenBy(e => e.Key.Name, StringComparer.Ordinal);
        return [.. sorted.Select(e => Entry(e.Key, e.Value.Fields, e.Value.Time, apiVersion))];
    }

    private void Limit()
    {
        var updates = _entries.Where(e => !e.Key.IsApply).OrderBy(e => e.Value.Time, StringComparer.Ordinal).ToList();
        if (updates.Count <= MaxUpdates)
        {
            return;
        }
        var old = updates[..(updates.Count - MaxUpdates + 1)];
        old.ForEach(e => _entries.Remove(e.Key));
        _entries[new FieldManager(Ancient, false, "")] = (old.Aggregate(new FieldSet(), (all, e) => all.Union(e.Value.Fields)), old[^1].Value.Time);
    }

    private static JsonObject Entry(FieldManager manager, FieldSet fields, string time, string apiVersion)
    {
        var entry = new JsonObject
        {
            ["manager"] = manager.Name,
            ["operation"] = manager.IsApply ? "Apply" : "Update",
            ["apiVersion"] = apiVersion,
            ["time"] = time,
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = fields.Write(),
        };
        if (manager.Subresource.Length > 0)
        {
            entry["subresource"] = manager.Subresource;
        }
        return entry;
    }

    private static string Text(JsonObject entry, string key) => entry[key]?.ToString() ?? "";
}
