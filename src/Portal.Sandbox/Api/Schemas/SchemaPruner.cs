using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Schemas;

/// <summary>
/// Takes out of an object what its schema does not know, as Kubernetes does before anything else sees the object. What is inside
/// <c>x-kubernetes-preserve-unknown-fields</c> stays, but known members there are pruned again.
/// </summary>
public static class SchemaPruner
{
    private static readonly Schema Nothing = new();

    /// <summary>Prunes in place.</summary>
    /// <param name="obj">A whole object; its apiVersion, kind and metadata always stay.</param>
    /// <param name="schema">Of the kind.</param>
    /// <returns>Paths of what was taken out, for example <c>spec.template.bogus</c>, in the order of the object.</returns>
    public static IReadOnlyList<string> Prune(JsonObject obj, Schema schema)
    {
        var removed = new List<string>();
        PruneObject(obj, schema, "", isResource: true, removed);
        return removed;
    }

    private static void PruneNode(JsonNode? node, Schema? schema, string path, List<string> removed)
    {
        switch (node)
        {
            case JsonObject obj:
                PruneObject(obj, schema ?? Nothing, path, schema?.EmbeddedResource == true, removed);
                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is JsonObject or JsonArray)
                    {
                        PruneNode(list[i], schema is { PreserveUnknownFields: true, Items: null } ? Schema.Anything : schema?.Items, $"{path}[{i}]", removed);
                    }
                }
                break;
        }
    }

    private static void PruneObject(JsonObject obj, Schema schema, string path, bool isResource, List<string> removed)
    {
        if (ReferenceEquals(schema, Schema.Anything))
        {
            return;
        }
        List<string>? unknown = null;
        foreach (var (name, value) in obj)
        {
            if (isResource && (name is "apiVersion" or "kind" or "metadata"))
            {
                continue;
            }
            if (schema.Properties.TryGetValue(name, out var known))
            {
                PruneMember(name, value, known);
            }
            else if (schema.AdditionalProperties is not null || schema.AnyProperty)
            {
                PruneMember(name, value, schema.AdditionalProperties ?? Schema.Anything);
            }
            else if (!schema.PreserveUnknownFields)
            {
                (unknown ??= []).Add(name);
            }
        }
        foreach (var name in unknown ?? [])
        {
            obj.Remove(name);
            removed.Add(path.Length == 0 ? name : $"{path}.{name}");
        }

        void PruneMember(string name, JsonNode? member, Schema of)
        {
            if (member is JsonObject or JsonArray)
            {
                PruneNode(member, of, path.Length == 0 ? name : $"{path}.{name}", removed);
            }
        }
    }
}
