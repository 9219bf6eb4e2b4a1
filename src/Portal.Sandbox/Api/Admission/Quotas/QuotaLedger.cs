using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Admission.Quotas;

/// <summary>
/// Keeps <c>status.used</c> of every quota in the very transaction that changes it, so that it is never off and no two writes share what only one may
/// have; refuses what would exceed <c>status.hard</c>. A quota that is new or was changed is counted anew.
/// </summary>
public sealed class QuotaLedger : ITransactionEffect
{
    private static readonly string Quotas = ResourceTypes.ResourceQuotas.ToString();

    public void Apply(StoreTransaction transaction)
    {
        foreach (var change in transaction.Events.ToList())
        {
            if (change.Object.Namespace.Length == 0)
            {
                continue;
            }
            foreach (var stored in transaction.Root.Range(ResourceTypes.ResourceQuotas, change.Object.Namespace).ToList())
            {
                if (change.Type == Quotas && change.Object.Name == stored.Name && !Quota.Of(stored).IsSettled)
                {
                    Count(transaction, stored);
                }
                else
                {
                    Settle(transaction, stored, change);
                }
            }
        }
    }

    /// <summary>Books one change.</summary>
    private static void Settle(StoreTransaction transaction, StoredObject stored, StoreEvent change)
    {
        var quota = Quota.Of(stored);
        var after = change.Kind == StoreEventKind.Deleted ? null : change.Object;
        if (change.Kind == StoreEventKind.Added && quota.MustSpecify(change.Type, change.Object) is { } missing)
        {
            throw Refuse(change, $"failed quota: {quota.Name}: must specify {missing}");
        }
        var asked = quota.UsageOf(change.Type, after, quota.Hard);
        var before = quota.UsageOf(change.Type, change.Previous, quota.Hard);
        var delta = new ResourceList();
        foreach (var name in asked.Names.Concat(before.Names).Distinct(StringComparer.Ordinal).Where(n => asked[n].Amount != before[n].Amount))
        {
            delta[name] = asked[name] - before[name];
        }
        if (delta.IsEmpty)
        {
            return;
        }
        RequireRoom(quota, delta, change);
        var used = ResourceList.Read(quota.Used.ToJson());
        used.Add(delta);
        Put(transaction, stored, quota.Hard, used);
    }

    private static void RequireRoom(Quota quota, ResourceList delta, StoreEvent change)
    {
        var (requested, used, limited) = (new ResourceList(), new ResourceList(), new ResourceList());
        foreach (var name in delta.Names.Where(n => delta[n].Amount > 0 && (quota.Used[n] + delta[n]).Amount > quota.Hard[n].Amount))
        {
            (requested[name], used[name], limited[name]) = (delta[name], quota.Used[name], quota.Hard[name]);
        }
        if (!requested.IsEmpty)
        {
            throw Refuse(change, $"exceeded quota: {quota.Name}, requested: {requested}, used: {used}, limited: {limited}");
        }
    }

    /// <summary>Counts everything that the quota is about.</summary>
    private static void Count(StoreTransaction transaction, StoredObject stored)
    {
        var quota = Quota.Of(stored);
        var used = new ResourceList();
        foreach (var name in quota.Wanted.Names)
        {
            used[name] = default;
        }
        foreach (var (type, objects) in transaction.Root.Kinds)
        {
            foreach (var obj in StoreRoot.Range(objects, stored.Namespace, after: null))
            {
                used.Add(quota.UsageOf(type, obj, quota.Wanted));
            }
        }
        Put(transaction, stored, quota.Wanted, used);
    }

    private static void Put(StoreTransaction transaction, StoredObject stored, ResourceList hard, ResourceList used)
    {
        var quota = StoreJson.Object(stored);
        quota["status"] = new JsonObject { ["hard"] = hard.ToJson(), ["used"] = used.ToJson() };
        transaction.Put(ResourceTypes.ResourceQuotas, quota);
    }

    private static ApiException Refuse(StoreEvent change, string why)
    {
        var dot = change.Type.IndexOf('.', StringComparison.Ordinal);
        var (resource, group) = dot < 0 ? (change.Type, "") : (change.Type[..dot], change.Type[(dot + 1)..]);
        return ApiErrors.Forbidden(group, resource, change.Object.Name, why);
    }
}
