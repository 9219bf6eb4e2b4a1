using Portal.Sandbox.Api.Admission;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Schemas;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.CustomResources.Instances;

/// <summary>Gives an object of a custom kind the shape of its schema, before any other rule sees it: unknown fields go, defaults come.</summary>
public sealed class CustomResourceShape : IAdmissionStep
{
    public void Admit(AdmissionRequest request)
    {
        if (request.Operation == AdmissionOperation.Delete || KindSet.At(request.Root).Find(request.Type)?.Custom is not { } version)
        {
            return;
        }
        if (request.Operation == AdmissionOperation.Create && version.Definition.IsTerminating)
        {
            throw new ApiException(405, "MethodNotAllowed", "create not allowed while custom resource definition is terminating") { Details = Details(request.Type) };
        }
        version.RequireConversion();
        var unknown = SchemaPruner.Prune(request.Object, version.Schema);
        if (unknown.Count > 0)
        {
            request.OnUnknownFields?.Invoke(unknown);
        }
        SchemaDefaults.Apply(request.Object, version.Schema);
    }

    private static System.Text.Json.Nodes.JsonObject Details(ResourceType type) => new() { ["group"] = type.Group, ["kind"] = type.Plural };
}
