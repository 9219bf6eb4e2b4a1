namespace Portal.Sandbox.Controllers.GarbageCollection;

/// <summary>Who owns whom, by uid: a name alone may be another object's by now.</summary>
internal sealed class OwnerGraph
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Owned> _objects = [];
    private readonly Dictionary<string, HashSet<string>> _dependants = [];

    /// <returns>What was known of the object before.</returns>
    public Owned? Put(Owned obj)
    {
        lock (_gate)
        {
            var before = _objects.GetValueOrDefault(obj.Uid);
            Unlink(obj.Uid);
            _objects[obj.Uid] = obj;
            foreach (var owner in obj.Owners)
            {
                if (!_dependants.TryGetValue(owner.Uid, out var set))
                {
                    _dependants[owner.Uid] = set = [];
                }

                set.Add(obj.Uid);
            }

            return before;
        }
    }

    public void Remove(string uid)
    {
        lock (_gate)
        {
            Unlink(uid);
            _objects.Remove(uid);
        }
    }

    public Owned? Find(string uid)
    {
        lock (_gate)
        {
            return _objects.GetValueOrDefault(uid);
        }
    }

    public IReadOnlyList<Owned> DependantsOf(string uid)
    {
        lock (_gate)
        {
            return _dependants.TryGetValue(uid, out var set) ? [.. set.Select(d => _objects[d])] : [];
        }
    }

    private void Unlink(string uid)
    {
        if (!_objects.TryGetValue(uid, out var old))
        {
            return;
        }

        foreach (var owner in old.Owners)
        {
            if (_dependants.TryGetValue(owner.Uid, out var set) && set.Remove(uid) && set.Count == 0)
            {
                _dependants.Remove(owner.Uid);
            }
        }
    }
}
