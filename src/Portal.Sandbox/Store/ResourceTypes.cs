namespace Portal.Sandbox.Store;

/// <summary>The kinds that are built in.</summary>
public static class ResourceTypes
{
    public static readonly ResourceType Namespaces = new("", "v1", "namespaces", "namespace", "Namespace", false, ["ns"], true);
    public static readonly ResourceType Nodes = new("", "v1", "nodes", "node", "Node", false, ["no"], true);
    public static readonly ResourceType Pods = new("", "v1", "pods", "pod", "Pod", true, ["po"], true);
    public static readonly ResourceType Events = new("", "v1", "events", "event", "Event", true, ["ev"], false);
    public static readonly ResourceType ConfigMaps = new("", "v1", "configmaps", "configmap", "ConfigMap", true, ["cm"], false);
    public static readonly ResourceType Secrets = new("", "v1", "secrets", "secret", "Secret", true, [], false);
    public static readonly ResourceType ServiceAccounts = new("", "v1", "serviceaccounts", "serviceaccount", "ServiceAccount", true, ["sa"], false);
    public static readonly ResourceType Services = new("", "v1", "services", "service", "Service", true, ["svc"], true);
    public static readonly ResourceType PersistentVolumeClaims =
        new("", "v1", "persistentvolumeclaims", "persistentvolumeclaim", "PersistentVolumeClaim", true, ["pvc"], true);
    public static readonly ResourceType Endpoints = new("", "v1", "endpoints", "endpoints", "Endpoints", true, ["ep"], false);
    public static readonly ResourceType EndpointSlices = new("discovery.k8s.io", "v1", "endpointslices", "endpointslice", "EndpointSlice", true, [], false);
    public static readonly ResourceType Jobs = new("batch", "v1", "jobs", "job", "Job", true, [], true);
    public static readonly ResourceType CronJobs = new("batch", "v1", "cronjobs", "cronjob", "CronJob", true, ["cj"], true);
    public static readonly ResourceType ResourceQuotas = new("", "v1", "resourcequotas", "resourcequota", "ResourceQuota", true, ["quota"], true);
    public static readonly ResourceType LimitRanges = new("", "v1", "limitranges", "limitrange", "LimitRange", true, ["limits"], false);
    public static readonly ResourceType Roles = new("rbac.authorization.k8s.io", "v1", "roles", "role", "Role", true, [], false);
    public static readonly ResourceType RoleBindings = new("rbac.authorization.k8s.io", "v1", "rolebindings", "rolebinding", "RoleBinding", true, [], false);
    public static readonly ResourceType ClusterRoles = new("rbac.authorization.k8s.io", "v1", "clusterroles", "clusterrole", "ClusterRole", false, [], false);
    public static readonly ResourceType ClusterRoleBindings =
        new("rbac.authorization.k8s.io", "v1", "clusterrolebindings", "clusterrolebinding", "ClusterRoleBinding", false, [], false);
    public static readonly ResourceType PriorityClasses = new("scheduling.k8s.io", "v1", "priorityclasses", "priorityclass", "PriorityClass", false, ["pc"], false);
    public static readonly ResourceType Leases = new("coordination.k8s.io", "v1", "leases", "lease", "Lease", true, [], false);
    public static readonly ResourceType CustomResourceDefinitions =
        new("apiextensions.k8s.io", "v1", "customresourcedefinitions", "customresourcedefinition", "CustomResourceDefinition", false, ["crd", "crds"], true);

    /// <summary>What the sandbox's own operator runs. Not built in: served while its definition is installed.</summary>
    public static readonly ResourceType SparkApplications =
        new("sparkoperator.k8s.io", "v1beta2", "sparkapplications", "sparkapplication", "SparkApplication", true, ["sparkapp"], true);

    public static readonly IReadOnlyList<ResourceType> All =
    [
        Namespaces, Nodes, Pods, Events, ConfigMaps, Secrets, ServiceAccounts, Services, PersistentVolumeClaims, ResourceQuotas, LimitRanges, Endpoints, EndpointSlices,
        Jobs, CronJobs, Roles, RoleBindings, ClusterRoles, ClusterRoleBindings, PriorityClasses, Leases, CustomResourceDefinitions,
    ];
}
