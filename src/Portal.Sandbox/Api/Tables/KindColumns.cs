using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Selecting;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.Tables;

/// <summary>The columns of every kind.</summary>
internal static class KindColumns
{
    private const string None = "<none>";

    /// <summary>What API machinery says of the time in tables of kinds that it does not know.</summary>
    private static readonly string CreatedText = ColumnTexts.OfAll("Age");

    private static readonly Column Name = Text("Name", o => FieldReader.Text(o, "metadata.name")) with { Format = "name" };

    private static readonly Column Created = new("Age", "string", (o, now) => Tables.Age.Since(o["metadata"]?["creationTimestamp"], now));

    private static readonly Column CreatedAt = Field("Created At", "metadata.creationTimestamp") with { Type = "date", Description = CreatedText };

    private static readonly IReadOnlyList<Column> Binding =
    [
        Name, Text("Role", o => $"{FieldReader.Text(o, "roleRef.kind")}/{FieldReader.Text(o, "roleRef.name")}"), Created,
        Wide(Text("Users", o => Subjects(o, "User"))), Wide(Text("Groups", o => Subjects(o, "Group"))), Wide(Text("ServiceAccounts", o => Subjects(o, "ServiceAccount"))),
    ];

    private static readonly Dictionary<string, IReadOnlyList<Column>> Columns = new(StringComparer.Ordinal)
    {
        [ResourceTypes.Namespaces.ToString()] = [Name, Field("Status", "status.phase"), Created],
        [ResourceTypes.Nodes.ToString()] =
        [
            Name, Text("Status", NodeStatus), Text("Roles", _ => None), Created, Field("Version", "status.nodeInfo.kubeletVersion"),
            Wide(Text("Internal-IP", o => Address(o, "InternalIP"))), Wide(Text("External-IP", o => Address(o, "ExternalIP"))), Wide(Field("OS-Image", "status.nodeInfo.osImage")),
            Wide(Field("Kernel-Version", "status.nodeInfo.kernelVersion")), Wide(Field("Container-Runtime", "status.nodeInfo.containerRuntimeVersion")),
        ],
        [ResourceTypes.Pods.ToString()] =
        [
            Name, Text("Ready", PodCells.Ready), Text("Status", PodCells.Status), new("Restarts", "string", PodCells.Restarts), Created, Wide(OrNone("IP", "status.podIP")),
            Wide(OrNone("Node", "spec.nodeName")), Wide(OrNone("Nominated Node", "status.nominatedNodeName")), Wide(Text("Readiness Gates", _ => None)),
        ],
        [ResourceTypes.Events.ToString()] =
        [
            new("Last Seen", "string", (o, now) => Tables.Age.Since(o["series"]?["lastObservedTime"] ?? o["lastTimestamp"] ?? o["eventTime"], now)), Field("Type", "type"), Field("Reason", "reason"), Text("Object", Involved),
            Wide(Field("Subobject", "involvedObject.fieldPath")), Wide(Text("Source", Source)), Field("Message", "message"),
            Wide(new("First Seen", "string", (o, now) => Tables.Age.Since(o["firstTimestamp"] ?? o["eventTime"], now))), Wide(Number("Count", o => (long?)o["series"]?["count"] ?? (long?)o["count"] ?? 1)), Wide(Name),
        ],
        [ResourceTypes.ConfigMaps.ToString()] = [Name, Number("Data", o => Count(o["data"]) + Count(o["binaryData"])), Created],
        [ResourceTypes.Secrets.ToString()] = [Name, Field("Type", "type"), Number("Data", o => Count(o["data"])), Created],
        [ResourceTypes.ServiceAccounts.ToString()] = [Name, Number("Secrets", o => (o["secrets"] as JsonArray)?.Count ?? 0), Created],
        [ResourceTypes.Services.ToString()] =
            [Name, Field("Type", "spec.type"), OrNone("Cluster-IP", "spec.clusterIP"), Text("External-IP", _ => None), Text("Port(s)", Ports), Created, Wide(Text("Selector", Selector))],
        [ResourceTypes.PersistentVolumeClaims.ToString()] =
            [Name, Field("Status", "status.phase"), Field("Volume", "spec.volumeName"), Field("Capacity", "status.capacity.storage"), Text("Access Modes", Modes), Field("StorageClass", "spec.storageClassName"),
                OrUnset("VolumeAttributesClass", "spec.volumeAttributesClassName"), Created, Wide(OrUnset("VolumeMode", "spec.volumeMode"))],
        [ResourceTypes.Endpoints.ToString()] = [Name, Text("Endpoints", EndpointCells.Addresses), Created],
        [ResourceTypes.EndpointSlices.ToString()] =
            [Name, Field("AddressType", "addressType"), Text("Ports", EndpointCells.SlicePorts), Text("Endpoints", EndpointCells.SliceAddresses), Created],
        [ResourceTypes.ResourceQuotas.ToString()] = [Name, Text("Request", o => QuotaCells.Of(o, limits: false)), Text("Limit", o => QuotaCells.Of(o, limits: true)), Created],
        [ResourceTypes.RoleBindings.ToString()] = Binding,
        [ResourceTypes.ClusterRoleBindings.ToString()] = Binding,
        [ResourceTypes.PriorityClasses.ToString()] =
            [Name, Field("Value", "value"), Text("Global-Default", o => FieldReader.Text(o, "globalDefault") is { Length: > 0 } text ? text : "false"), Created, Field("PreemptionPolicy", "preemptionPolicy")],
        [ResourceTypes.Jobs.ToString()] =
        [
            Name, Text("Status", JobCells.Status), Text("Completions", JobCells.Completions), new("Duration", "string", JobCells.Duration), Created,
            Wide(Text("Containers", o => JobCells.Containers(o["spec"]?["template"], "name"))), Wide(Text("Images", o => JobCells.Containers(o["spec"]?["template"], "image"))),
            Wide(Text("Selector", o => JobCells.Selector(o["spec"]?["selector"]))),
        ],
        [ResourceTypes.CronJobs.ToString()] =
        [
            Name, Field("Schedule", "spec.schedule"), OrNone("Timezone", "spec.timeZone"), Text("Suspend", JobCells.Suspended),
            Number("Active", o => (o["status"]?["active"] as JsonArray)?.Count ?? 0), new("Last Schedule", "string", JobCells.LastSchedule), Created,
            Wide(Text("Containers", o => JobCells.Containers(o["spec"]?["jobTemplate"]?["spec"]?["template"], "name"))),
            Wide(Text("Images", o => JobCells.Containers(o["spec"]?["jobTemplate"]?["spec"]?["template"], "image"))),
            Wide(Text("Selector", o => JobCells.Selector(o["spec"]?["jobTemplate"]?["spec"]?["selector"]))),
        ],
        [ResourceTypes.Leases.ToString()] = [Name, Field("Holder", "spec.holderIdentity"), Created],
    };

    /// <summary>A kind that nobody described shows its name and when it was created.</summary>
    public static IReadOnlyList<Column> Of(ResourceType type) => Columns.TryGetValue(type.ToString(), out var columns) ? columns : [Name, CreatedAt];

    private static Column Text(string name, Func<JsonObject, string> cell) => new(name, "string", (o, _) => cell(o));

    private static Column Number(string name, Func<JsonObject, long> cell) => new(name, "string", (o, _) => cell(o));

    private static Column Field(string name, string path) => Text(name, o => FieldReader.Text(o, path));

    private static Column OrNone(string name, string path) => Text(name, o => FieldReader.Text(o, path) is { Length: > 0 } text ? text : None);

    private static Column OrUnset(string name, string path) => Text(name, o => FieldReader.Text(o, path) is { Length: > 0 } text ? text : "<unset>");

    private static Column Wide(Column column) => column with { Priority = 1 };

    private static long Count(JsonNode? node) => (node as JsonObject)?.Count ?? 0;

    private static string Source(JsonObject o)
    {
        var component = FieldReader.Text(o, "source.component") is { Length: > 0 } old ? old : FieldReader.Text(o, "reportingComponent");
        var host = FieldReader.Text(o, "source.host") is { Length: > 0 } name ? name : FieldReader.Text(o, "reportingInstance");
        return host.Length == 0 || host == component ? component : $"{component}, {host}";
    }

    private static string Involved(JsonObject o) => $"{FieldReader.Text(o, "involvedObject.kind").ToLowerInvariant()}/{FieldReader.Text(o, "involvedObject.name")}";

    private static string Subjects(JsonObject binding, string kind) => string.Join(", ", (binding["subjects"] as JsonArray ?? [])
        .Where(s => FieldReader.Text(s, "kind") == kind)
        .Select(s => kind == "ServiceAccount" ? $"{FieldReader.Text(s, "namespace")}/{FieldReader.Text(s, "name")}" : FieldReader.Text(s, "name")));

    private static string Modes(JsonObject o) => string.Join(",", (o["status"]?["accessModes"] as JsonArray ?? []).Select(m => FieldReader.Text(m) switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        var other => other,
    }));

    private static string Selector(JsonObject o) =>
        o["spec"]?["selector"] is JsonObject { Count: > 0 } labels ? string.Join(",", labels.Select(l => $"{l.Key}={l.Value}").Order(StringComparer.Ordinal)) : None;

    private static string Ports(JsonObject o) =>
        string.Join(",", (o["spec"]?["ports"] as JsonArray ?? []).Select(p =>
            $"{FieldReader.Text(p, "port")}{(FieldReader.Text(p, "nodePort") is { Length: > 0 } node ? ":" + node : "")}/{(FieldReader.Text(p, "protocol") is { Length: > 0 } text ? text : "TCP")}"));

    private static string Address(JsonObject node, string type) =>
        (node["status"]?["addresses"] as JsonArray ?? []).FirstOrDefault(a => FieldReader.Text(a, "type") == type) is { } address ? FieldReader.Text(address, "address") : None;

    private static string NodeStatus(JsonObject node)
    {
        var ready = (node["status"]?["conditions"] as JsonArray ?? []).FirstOrDefault(c => FieldReader.Text(c, "type") == "Ready");
        var text = FieldReader.Text(ready, "status") switch { "True" => "Ready", "" => "Unknown", _ => "NotReady" };
        return FieldReader.Text(node, "spec.unschedulable") == "true" ? text + ",SchedulingDisabled" : text;
    }
}
