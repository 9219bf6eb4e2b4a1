using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Schemas;

/// <summary>
/// Fills in defaults, from the outside in: a default that is an object gets the defaults of its members too. A null that its schema does not allow
/// counts as not given, as in Kubernetes.
/// </summary>
public static class SchemaDefaults
{
    /// <summary>Changes the object in place.</summary>
    public static void Apply(JsonObject obj, Schema schema)
    {
        Fill(obj, schema);
        DropNulls(obj, schema);
    }

    private static void Fill(JsonNode? node, Schema? schema)
    {
        if (schema is null || !schema.Contents.HasFlag(SchemaContents.Defaults))
        {
            return;
        }
        switch (node)
        {
            case JsonObject obj:
                foreach (var (name, member) in schema.Properties)
                {
                    if (member.Default is not null && (!obj.TryGetPropertyValue(name, out var value) || value is null && !member.Nullable))
                    {
                        obj[name] = member.Default.DeepClone();
                    }
                    if (obj[name] is JsonObject or JsonArray)
                    {
                        Fill(obj[name], member);
                    }
                }
                FillOthers(obj, schema);
                break;
            case JsonArray list when schema.Items is { } items:
                for (var i = 0; i < list.Count; i++)
                {
                    if (list[i] is null && items is { Nullable: false, Default: { } value })
                    {
                        list[i] = value.DeepClone();
                    }
                    Fill(list[i], items);
                }
                break;
        }
    }

    private static void FillOthers(JsonObject obj, Schema schema)
    {
        if (schema.AdditionalProperties is not { } other || !other.Contents.HasFlag(SchemaContents.Defaults))
        {
            return;
        }
        foreach (var name in obj.Select(p => p.Key).Where(k => !schema.Properties.ContainsKey(k)).ToList())
        {
            if (obj[name] is null && other is { Nullable: false, Default: { } value })
            {
                obj[name] = value.DeepClone();
            }
            Fill(obj[name], other);
        }
    }

    private static void DropNulls(JsonNode? node, Schema? schema)
    {
        switch (node)
        {
            case JsonObject obj when schema is not null:
                List<string>? drop = null;
                foreach (var (name, value) in obj)
                {
                    if (schema.Member(name) is not { } member)
                    {
                        continue;
                    }
                    if (value is null)
                    {
                        if (!member.Nullable && !Untyped(member))
                        {
                            (drop ??= []).Add(name);
                        }
                    }
                    else
                    {
                        DropNulls(value, member);
                    }
                }
                foreach (var name in drop ?? [])
                {
                    obj.Remove(name);
                }
                break;
            case JsonArray list when schema?.Items is { } items:
                foreach (var item in list)
                {
                    DropNulls(item, items);
                }
                break;
        }
    }

    /// <summary>Where anything may be, null may be too.</summary>
    private static bool Untyped(Schema schema) => schema is { Type: "", IntOrString: false, PreserveUnknownFields: true };
}
