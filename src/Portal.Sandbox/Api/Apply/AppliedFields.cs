using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Types;

namespace Portal.Sandbox.Api.Apply;

/// <summary>The fields that an applied configuration speaks of: those its manager will own.</summary>
internal static class AppliedFields
{
    /// <exception cref="FieldTypeException">The configuration has a field that its kind has not, or a list whose items cannot be told apart.</exception>
    public static FieldSet Of(JsonObject configuration, FieldShape shape)
    {
        var set = new FieldSet();
        Members(configuration, shape, set, "");
        return set;
    }

    private static void Value(JsonNode? value, FieldShape shape, FieldSet set, string path)
    {
        switch (value)
        {
            case JsonObject obj when !shape.IsAtomic:
                set.IsMember |= obj.Count == 0;
                Members(obj, shape, set, path);
                break;
            case JsonArray list when shape.HasItems:
                Items(list, shape, set, path);
                break;
            default:
                set.IsMember = true;
                break;
        }
    }

    private static void Members(JsonObject obj, FieldShape shape, FieldSet set, string path)
    {
        foreach (var (name, value) in obj)
        {
            var member = shape.Member(name) ?? throw new FieldTypeException($"{path}.{name}: field not declared in schema");
            var at = set.At(PathElement.Field(name));
            Value(value, member, at, $"{path}.{name}");
            at.IsMember |= !shape.Declares(name);
        }
    }

    private static void Items(JsonArray list, FieldShape shape, FieldSet set, string path)
    {
        for (var i = 0; i < list.Count; i++)
        {
            var element = PathElement.Item(list[i], shape) ?? throw new FieldTypeException(
                $"{path}: element {i}: associative list with keys has an element that omits key field \"{string.Join(", ", shape.Keys)}\" (and doesn't have default value)");
            if (set.Child(element) is not null)
            {
                throw new FieldTypeException($"{path}: duplicate entries for key {PathElement.Show(element)}");
            }
            var at = set.At(element);
            at.IsMember = true;
            Value(list[i], shape.Items, at, path + PathElement.Show(element));
        }
    }
}
