using Portal.Sandbox.Api;
using Portal.Sandbox.Controllers.Runtime;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.Housekeeping;

/// <summary>Keeps the rules of ClusterRoles that are put together from others, whenever one of those changes.</summary>
internal sealed class ClusterRoleAggregator : Controller<string>
{
    private const string All = "all";

    public ClusterRoleAggregator(IObjects objects, TimeProvider time, ILogger<ClusterRoleAggregator> logger)
        : base(objects, time, logger)
    {
        Watch(ResourceTypes.ClusterRoles, _ => Queue.Add(All));
    }

    protected override async Task<TimeSpan?> ReconcileAsync(string key, CancellationToken ct)
    {
        var roles = Objects.List(ResourceTypes.ClusterRoles, null);
        foreach (var role in roles.Where(r => r.At("aggregationRule") is not null))
        {
            await Objects.UpdateAsync(ResourceTypes.ClusterRoles, "", role.Name(), status: false, current => ClusterRoleAggregation.Apply(current, roles), ct);
        }

        return null;
    }
}
