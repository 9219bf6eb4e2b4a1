namespace Portal.UnitTests.Sandbox.Controllers.GarbageCollection;

/// <summary>Garbage collection as anybody would write it down: a set of objects, their owners, and what deleting one of them leaves.</summary>
internal sealed class OwnerModel
{
    private readonly Dictionary<string, (string Place, HashSet<string> Owners)> _objects = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _objects.Keys;

    /// <summary>Names of the objects, each with the owners that it still names.</summary>
    public IEnumerable<string> Lines => _objects.Select(o => $"{o.Key} <- {string.Join(' ', o.Value.Owners.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal);

    /// <param name="name">Name, unique everywhere.</param>
    /// <param name="place">Its namespace; empty for none.</param>
    /// <param name="owners">Its owners, which need not exist.</param>
    public void Add(string name, string place, IEnumerable<string> owners)
    {
        _objects[name] = (place, [.. owners]);
        Collect();
    }

    public void AddOwner(string name, string owner)
    {
        _objects[name].Owners.Add(owner);
        Collect();
    }

    public void Delete(string name, bool orphan)
    {
        var place = _objects[name].Place;
        _objects.Remove(name);
        foreach (var (its, owners) in orphan ? _objects.Values.ToList() : [])
        {
            if (its == place || place.Length == 0)
            {
                owners.Remove(name);
            }
        }

        Collect();
    }

    private void Collect()
    {
        bool changed;
        do
        {
            changed = false;
            foreach (var (name, (place, owners)) in _objects.ToList())
            {
                var gone = owners.Where(o => IsGone(o, place)).ToList();
                if (gone.Count > 0 && gone.Count == owners.Count)
                {
                    changed |= _objects.Remove(name);
                }
                else
                {
                    owners.ExceptWith(gone);
                }
            }
        }
        while (changed);
    }

    /// <summary>What lives in no namespace cannot tell whether an owner in one is there; owners elsewhere are none. Names tell the place: n is a node, a and b are namespaces.</summary>
    private bool IsGone(string owner, string place) => place.Length == 0
        ? owner[0] == 'n' && !_objects.ContainsKey(owner)
        : !(_objects.TryGetValue(owner, out var found) && (found.Place.Length == 0 || found.Place == place));
}
