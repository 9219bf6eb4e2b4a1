namespace Portal.Sandbox.Api.Admission;

/// <summary>
/// One rule that every write passes, in the writer: what it sees cannot change before the write is done. Fills in defaults or refuses with an
/// <see cref="ApiException"/>. A step that is not about the request does nothing.
/// </summary>
public interface IAdmissionStep
{
    void Admit(AdmissionRequest request);
}
