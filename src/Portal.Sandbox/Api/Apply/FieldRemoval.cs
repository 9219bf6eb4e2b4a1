using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Apply;

/// <summary>Takes fields out of an object, with everything below them.</summary>
internal static class FieldRemoval
{
    public static void Remove(JsonObject obj, FieldSet fields, FieldShape shape)
    {
        foreach (var (element, below) in fields.Children)
        {
            var name = element[2..];
            if (element[0] != 'f' || !obj.TryGetPropertyValue(name, out var value))
            {
                continue;
            }
            if (below.IsMember)
            {
                obj.Remove(name);
            }
            else
            {
                RemoveBelow(value, below, shape.Member(name) ?? AnyShape.Instance);
            }
        }
    }

    private static void RemoveBelow(JsonNode? node, FieldSet fields, FieldShape shape)
    {
        switch (node)
        {
            case JsonObject obj:
                Remove(obj, fields, shape);
                break;
            case JsonArray list:
                for (var i = list.Count - 1; i >= 0; i--)
                {
                    if (PathElement.Item(list[i], shape) is not { } element || fields.Child(element) is not { } below)
                    {
                        continue;
                    }
                    if (below.IsMember)
                    {
                        list.RemoveAt(i);
                    }
                    else
                    {
                        RemoveBelow(list[i], below, shape.Items);
                    }
                }
                break;
        }
    }
}
