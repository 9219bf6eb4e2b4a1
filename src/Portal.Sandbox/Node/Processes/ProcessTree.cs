namespace Portal.Sandbox.Node.Processes;

/// <summary>All processes at one moment, by parent.</summary>
internal sealed class ProcessTree
{
    private readonly Dictionary<int, ProcStat> _byId;
    private readonly ILookup<int, ProcStat> _byParent;

    private ProcessTree(IEnumerable<ProcStat> all)
    {
        _byId = all.ToDictionary(p => p.Id);
        _byParent = _byId.Values.ToLookup(p => p.Parent);
    }

    public static ProcessTree Read() => new(ProcFile.All().Select(ProcFile.Stat).OfType<ProcStat>());

    public IEnumerable<ProcStat> Group(int leader) => _byId.Values.Where(p => p.Group == leader);

    /// <summary>The process and everything that it started.</summary>
    public IReadOnlyList<ProcStat> From(int root)
    {
        List<ProcStat> found = [];
        if (_byId.TryGetValue(root, out var first))
        {
            found.Add(first);
        }

        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(_byParent[found[i].Id]);
        }

        return found;
    }
}
