using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.Runtime;

/// <summary>Names an object of a known kind; the namespace is empty for kinds without one.</summary>
internal readonly record struct ObjectKey(string Namespace, string Name)
{
    public static ObjectKey Of(JsonObject obj) => new(obj.Namespace(), obj.Name());

    public override string ToString() => Namespace.Length == 0 ? Name : $"{Namespace}/{Name}";
}
