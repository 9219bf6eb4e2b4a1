using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.GarbageCollection;

/// <summary>An entry of <c>metadata.ownerReferences</c>.</summary>
internal sealed record OwnerReference(string ApiVersion, string Kind, string Name, string Uid, bool BlocksDeletion)
{
    public static OwnerReference Read(JsonObject reference) => new(
        reference.Text("apiVersion") ?? "",
        reference.Text("kind") ?? "",
        reference.Text("name") ?? "",
        reference.Text("uid") ?? "",
        reference.Flag("blockOwnerDeletion") ?? false);
}
