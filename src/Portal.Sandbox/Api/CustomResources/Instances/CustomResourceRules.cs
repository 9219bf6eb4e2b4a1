using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Admission;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Schemas;
using Portal.Sandbox.Api.Schemas.Cel;

namespace Portal.Sandbox.Api.CustomResources.Instances;

/// <summary>
/// An object of a custom kind is right by its schema. What an update leaves as it was is not held against it, so that a definition may become stricter
/// than the objects that are there.
/// </summary>
public sealed class CustomResourceRules : IAdmissionStep
{
    private static readonly string[] Blocking = ["FieldValueNotSupported", "FieldValueRequired", "FieldValueTooLong", "FieldValueTooMany", "FieldValueTypeInvalid"];

    public void Admit(AdmissionRequest request)
    {
        if (request.Operation == AdmissionOperation.Delete || KindSet.At(request.Root).Find(request.Type)?.Custom is not { } version)
        {
            return;
        }
        var errors = Check(request.Object, version.Schema).Concat(ScaleRules.Check(request.Object, version.Scale)).ToList();
        DropKnown(errors, request, old => Check(old, version.Schema));
        var broken = Expressions(request.Object, request.Old, version.Schema, errors).ToList();
        DropKnown(broken, request, old => CelRules.Check(old, null, version.Schema));
        errors.AddRange(broken);
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(request.Type, request.Name, errors);
        }
    }

    /// <summary>Drops what was wrong before and was not touched.</summary>
    private static void DropKnown(List<FieldError> errors, AdmissionRequest request, Func<JsonObject, IEnumerable<FieldError>> check)
    {
        if (errors.Count > 0 && request.Old is { } old)
        {
            var before = check(old).ToHashSet();
            errors.RemoveAll(e => before.Contains(e) && JsonNode.DeepEquals(FieldAt.Find(old, e.Field), FieldAt.Find(request.Object, e.Field)));
        }
    }

    /// <summary>Expressions rely on types and so are for objects only that are right otherwise.</summary>
    private static IReadOnlyList<FieldError> Expressions(JsonObject obj, JsonObject? old, Schema schema, List<FieldError> errors)
    {
        if (!schema.Contents.HasFlag(SchemaContents.Expressions))
        {
            return [];
        }
        return errors.Exists(e => Blocking.Contains(e.Reason, StringComparer.Ordinal))
            ? [FieldError.Invalid("<nil>", null, "some validation rules were not checked because the object was invalid; correct the existing errors to complete validation")]
            : CelRules.Check(obj, old, schema);
    }

    private static List<FieldError> Check(JsonObject obj, Schema schema) =>
        [.. SchemaValidator.Validate(obj, schema), .. EmbeddedResources.Check(obj, schema), .. UniqueLists.Check(obj, schema)];
}
