using Portal.Sandbox.Api.Kinds;

namespace Portal.Sandbox.Api.Admission;

/// <summary>Every object has a name that its kind allows.</summary>
public sealed class NameCheck : IAdmissionStep
{
    public void Admit(AdmissionRequest request)
    {
        if (request.Operation != AdmissionOperation.Create)
        {
            return;
        }
        var errors = request.Name.Length == 0
            ? [FieldError.Required("metadata.name", "name or generateName is required")]
            : KindTable.Of(request.Type).Name.Check("metadata.name", request.Name).ToList();
        if (errors.Count > 0)
        {
            throw ApiErrors.Invalid(request.Type, request.Name, errors);
        }
    }
}
