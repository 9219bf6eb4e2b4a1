using System.Text.Json.Nodes;

namespace Portal.Sandbox.Manifests;

/// <summary>Amounts by resource name, as <c>requests</c>, <c>limits</c> and quotas hold them. A name that is not there counts as zero.</summary>
internal sealed class ResourceList
{
    private readonly SortedDictionary<string, ResourceQuantity> _amounts = new(StringComparer.Ordinal);

    public IEnumerable<string> Names => _amounts.Keys;

    public bool IsEmpty => _amounts.Count == 0;

    public ResourceQuantity this[string name]
    {
        get => _amounts.GetValueOrDefault(name);
        set => _amounts[name] = value;
    }

    /// <summary>A map such as <c>{"cpu": "500m"}</c>; what is no quantity is left out.</summary>
    public static ResourceList Read(JsonNode? map)
    {
        var list = new ResourceList();
        foreach (var (name, value) in map.Pairs())
        {
            if (ResourceQuantity.TryParse(value, out var amount))
            {
                list[name] = amount;
            }
        }
        return list;
    }

    public bool Has(string name) => _amounts.ContainsKey(name);

    public void Add(ResourceList other)
    {
        foreach (var (name, amount) in other._amounts)
        {
            this[name] += amount;
        }
    }

    /// <summary>Takes for each name the larger amount.</summary>
    public void Raise(ResourceList other)
    {
        foreach (var (name, amount) in other._amounts.Where(a => !Has(a.Key) || a.Value.Amount > this[a.Key].Amount).ToList())
        {
            this[name] = amount;
        }
    }

    /// <summary>Takes the other's amounts for the names that it has.</summary>
    public void Replace(ResourceList other)
    {
        foreach (var (name, amount) in other._amounts)
        {
            this[name] = amount;
        }
    }

    public JsonObject ToJson() => new(_amounts.Select(a => KeyValuePair.Create<string, JsonNode?>(a.Key, a.Value.ToString())));

    /// <summary>As messages show it: <c>cpu=1,memory=2Gi</c>.</summary>
    public override string ToString() => string.Join(',', _amounts.Select(a => $"{a.Key}={a.Value}"));
}
