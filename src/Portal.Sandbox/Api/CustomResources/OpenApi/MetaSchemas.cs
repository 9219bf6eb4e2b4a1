using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.CustomResources.OpenApi;

/// <summary>The schemas that every kind refers to. Names and types are Kubernetes', descriptions our own.</summary>
internal static class MetaSchemas
{
    public const string ObjectMeta = Prefix + "ObjectMeta";
    private const string Prefix = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    public static JsonObject All(string references) => new()
    {
        [ObjectMeta] = Object("Data that every object has.", new JsonObject
        {
            ["annotations"] = Map("Further data for programs and people, by name."),
            ["creationTimestamp"] = Text("When the object was created.", "date-time"),
            ["deletionGracePeriodSeconds"] = Number("Seconds until the object goes after its deletion was asked for."),
            ["deletionTimestamp"] = Text("When the object is to be gone.", "date-time"),
            ["finalizers"] = List("What has to happen before the object goes.", new JsonObject { ["type"] = "string" }),
            ["generateName"] = Text("What a generated name starts with."),
            ["generation"] = Number("Counts changes of what is asked for."),
            ["labels"] = Map("Names and values by which objects are selected."),
            ["managedFields"] = List("Who owns which field.", new JsonObject { ["type"] = "object" }),
            ["name"] = Text("Name, unique among objects of the kind in the namespace."),
            ["namespace"] = Text("Namespace that the object is in."),
            ["ownerReferences"] = List("Objects that this one exists for.", new JsonObject { ["$ref"] = $"{references}{Prefix}OwnerReference" }),
            ["resourceVersion"] = Text("Version of this state of the object."),
            ["selfLink"] = Text("No longer filled in."),
            ["uid"] = Text("Identity of the object, never used again."),
        }),
        [Prefix + "OwnerReference"] = Object("An object that another one exists for.", new JsonObject
        {
            ["apiVersion"] = Text("Group and version of the owner's kind."),
            ["blockOwnerDeletion"] = new JsonObject { ["description"] = "Whether the owner waits for this object in a foreground deletion.", ["type"] = "boolean" },
            ["controller"] = new JsonObject { ["description"] = "Whether the owner manages this object.", ["type"] = "boolean" },
            ["kind"] = Text("Kind of the owner."),
            ["name"] = Text("Name of the owner."),
            ["uid"] = Text("Identity of the owner."),
        }),
        [Prefix + "ListMeta"] = Object("Data that every list has.", new JsonObject
        {
            ["continue"] = Text("Where the list goes on."),
            ["remainingItemCount"] = Number("How many more there are."),
            ["resourceVersion"] = Text("Version of the list."),
            ["selfLink"] = Text("No longer filled in."),
        }),
        [Prefix + "Patch"] = Object("A change of an object.", []),
    };

    public static JsonObject List(ServedKind kind, string item, string references) => new()
    {
        ["description"] = $"{kind.Type.Kind}List is a list of {kind.Type.Kind}",
        ["type"] = "object",
        ["required"] = new JsonArray("items"),
        ["properties"] = new JsonObject
        {
            ["apiVersion"] = ApiVersion(),
            ["items"] = List($"List of {kind.Type.Plural}.", new JsonObject { ["$ref"] = references + item }),
            ["kind"] = Kind(),
            ["metadata"] = Reference(Prefix + "ListMeta", "Standard data of lists.", references),
        },
        ["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(kind.Type, kind.Type.Kind + "List")),
    };

    public static JsonObject ApiVersion() => Text("Group and version that the object is written in.");

    public static JsonObject Kind() => Text("What the object is.");

    public static JsonObject Reference(string name, string description, string references) =>
        new() { ["description"] = description, ["allOf"] = new JsonArray(new JsonObject { ["$ref"] = references + name }) };

    public static JsonObject GroupVersionKind(ResourceType type, string kind) => new() { ["group"] = type.Group, ["kind"] = kind, ["version"] = type.Version };

    private static JsonObject Object(string description, JsonObject properties) => new() { ["description"] = description, ["type"] = "object", ["properties"] = properties };

    private static JsonObject Text(string description, string? format = null)
    {
        var schema = new JsonObject { ["description"] = description, ["type"] = "string" };
        if (format is not null)
        {
            schema["format"] = format;
        }
        return schema;
    }

    private static JsonObject Number(string description) => new() { ["description"] = description, ["type"] = "integer", ["format"] = "int64" };

    private static JsonObject Map(string description) => new() { ["description"] = description, ["type"] = "object", ["additionalProperties"] = new JsonObject { ["type"] = "string" } };

    private static JsonObject List(string description, JsonObject items) => new() { ["description"] = description, ["type"] = "array", ["items"] = items };
}
