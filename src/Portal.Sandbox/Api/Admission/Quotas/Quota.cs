using System.Runtime.CompilerServices;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Quotas;

/// <summary>A stored ResourceQuota, read once.</summary>
internal sealed class Quota
{
    private static readonly string[] Compute = ["cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"];
    private static readonly ConditionalWeakTable<StoredObject, Quota> Known = [];
    private readonly IReadOnlyList<QuotaScope> _scopes;

    private Quota(StoredObject stored)
    {
        var quota = StoreJson.Object(stored);
        Name = stored.Name;
        Wanted = ResourceList.Read(quota.At("spec", "hard"));
        Hard = ResourceList.Read(quota.At("status", "hard"));
        Used = ResourceList.Read(quota.At("status", "used"));
        _scopes = QuotaScope.ReadAll(quota);
    }

    public string Name { get; }

    /// <summary><c>spec.hard</c>.</summary>
    public ResourceList Wanted { get; }

    /// <summary><c>status.hard</c>: what is enforced.</summary>
    public ResourceList Hard { get; }

    /// <summary><c>status.used</c>.</summary>
    public ResourceList Used { get; }

    /// <summary>Whether what is enforced is what is wanted.</summary>
    public bool IsSettled => Hard.ToString() == Wanted.ToString() && Wanted.Names.All(Used.Has);

    public static Quota Of(StoredObject stored) => Known.GetValue(stored, s => new Quota(s));

    /// <summary>What an object uses of this quota; nothing when the quota is not about it.</summary>
    /// <param name="type">Kind of the object, as the store names it.</param>
    /// <param name="stored">The object; null uses nothing.</param>
    /// <param name="hard">The resources of the quota.</param>
    public ResourceList UsageOf(string type, StoredObject? stored, ResourceList hard)
    {
        var used = new ResourceList();
        if (stored is null)
        {
            return used;
        }
        var usage = ObjectUsage.Of(type, stored);
        if (!IsAbout(usage))
        {
            return used;
        }
        foreach (var name in hard.Names.Where(usage.Amounts.Has))
        {
            used[name] = usage.Amounts[name];
        }
        return used;
    }

    /// <summary>What a new pod must say and does not: <c>requests.cpu for: main; limits.cpu for: main,side</c>. Null when it says all.</summary>
    public string? MustSpecify(string type, StoredObject pod)
    {
        if (!Compute.Any(Hard.Has) || ObjectUsage.Of(type, pod) is not { Pod: not null } usage || !IsAbout(usage))
        {
            return null;
        }
        var obj = StoreJson.Object(pod);
        var ofPod = ObjectUsage.OfCompute(ResourceList.Read(obj.At("spec", "resources", "requests")), ResourceList.Read(obj.At("spec", "resources", "limits")));
        var missing = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (var container in obj.Items("spec", "containers").Concat(obj.Items("spec", "initContainers")))
        {
            var specified = ObjectUsage.OfCompute(ResourceList.Read(container.At("resources", "requests")), ResourceList.Read(container.At("resources", "limits")));
            foreach (var resource in Compute.Where(r => Hard.Has(r) && !specified.Has(r) && !ofPod.Has(r)))
            {
                (missing.TryGetValue(resource, out var names) ? names : missing[resource] = new(StringComparer.Ordinal)).Add(container.Text("name") ?? "");
            }
        }
        return missing.Count == 0 ? null : string.Join("; ", missing.Select(m => $"{m.Key} for: {string.Join(',', m.Value)}"));
    }

    /// <summary>A quota with scopes is about pods only, those that are in all of them.</summary>
    private bool IsAbout(ObjectUsage usage) => _scopes.Count == 0 || (usage.Pod is { } pod && _scopes.All(s => s.Matches(pod)));
}
