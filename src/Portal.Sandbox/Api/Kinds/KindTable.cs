using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Kinds;

/// <summary>The traits of every kind that is built in.</summary>
public static class KindTable
{
    private static readonly KindTraits Plain = new() { Name = NameRule.Subdomain, BuiltIn = true };

    private static readonly Dictionary<string, KindTraits> Traits = new(StringComparer.Ordinal)
    {
        [ResourceTypes.Namespaces.ToString()] = Plain with { Name = NameRule.Label, SelectableFields = ["status.phase"] },
        [ResourceTypes.Nodes.ToString()] = Plain with { SelectableFields = ["spec.unschedulable"] },
        [ResourceTypes.Pods.ToString()] = Plain with
        {
            Generation = true,
            Categories = ["all"],
            SelectableFields = ["spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase", "status.podIP", "status.nominatedNodeName"],
        },
        [ResourceTypes.Events.ToString()] = Plain with
        {
            SelectableFields =
            [
                "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
                "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
            ],
        },
        [ResourceTypes.ConfigMaps.ToString()] = Plain,
        [ResourceTypes.Secrets.ToString()] = Plain with { SelectableFields = ["type"] },
        [ResourceTypes.ServiceAccounts.ToString()] = Plain,
        [ResourceTypes.Services.ToString()] = Plain with { Name = NameRule.Label1035, Categories = ["all"], SelectableFields = ["spec.clusterIP", "spec.type"] },
        [ResourceTypes.PersistentVolumeClaims.ToString()] = Plain,
        [ResourceTypes.Endpoints.ToString()] = Plain,
        [ResourceTypes.EndpointSlices.ToString()] = Plain with { Generation = true },
        [ResourceTypes.Jobs.ToString()] = Plain with { Generation = true, Categories = ["all"], SelectableFields = ["status.successful"] },
        [ResourceTypes.CronJobs.ToString()] = Plain with { Generation = true, Categories = ["all"] },
        [ResourceTypes.ResourceQuotas.ToString()] = Plain,
        [ResourceTypes.LimitRanges.ToString()] = Plain,
        [ResourceTypes.Roles.ToString()] = Plain with { Name = NameRule.PathSegment },
        [ResourceTypes.RoleBindings.ToString()] = Plain with { Name = NameRule.PathSegment },
        [ResourceTypes.ClusterRoles.ToString()] = Plain with { Name = NameRule.PathSegment },
        [ResourceTypes.ClusterRoleBindings.ToString()] = Plain with { Name = NameRule.PathSegment },
        [ResourceTypes.PriorityClasses.ToString()] = Plain with { Generation = true },
        [ResourceTypes.Leases.ToString()] = Plain,
        [ResourceTypes.CustomResourceDefinitions.ToString()] = Plain with { Generation = true, Categories = ["api-extensions"] },
    };

    /// <summary>The traits of a kind.</summary>
    public static KindTraits Of(ResourceType type) => Traits.GetValueOrDefault(type.ToString(), KindTraits.Custom);
}
