using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Admission;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Schemas;

namespace Portal.Sandbox.Api.CustomResources.Objects;

/// <summary>
/// An object of a custom kind is right by its schema. What an update leaves as it was is not held against it, so that a definition may become stricter
/// than the objects that are there.
/// </summary>
public sealed class CustomResourceRules : IAdmissionStep
{
    public void Admit(AdmissionRequest request)
    {
        if (request.Operation == AdmissionOperation.Delete || KindSet.At(request.Root).Find(request.Type)?.Custom is not { } version)
        {
            return;
        }
        var errors = Check(request.Object, version.Schema).Concat(ScaleRules.Check(request.Object, version.Scale)).ToList();
        if (errors.Count > 0 && request.Old is { } old)
        {
            var before = Check(old, version.Schema).ToHashSet();
            errors.RemoveAll(e => before.Contains(e) && JsonNode.DeepEquals(FieldAt.Find(old, e.Field), FieldAt.Find(request.Object, e.Field)));
        }
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(request.Type, request.Name, errors);
        }
    }

    private static List<FieldError> Check(JsonObject obj, Schema schema) =>
        [.. SchemaValidator.Validate(obj, schema), .. EmbeddedResources.Check(obj, schema), .. UniqueLists.Check(obj, schema)];
}
