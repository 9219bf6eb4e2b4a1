using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Admission;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Api.CustomResources.Definitions;

/// <summary>
/// What happens to a CustomResourceDefinition on its way into the store: defaults, rules, and at once what controllers of a Kubernetes control plane do a
/// moment later, accepting its names and establishing it. One that is deleted waits for its objects to be deleted.
/// </summary>
public sealed class DefinitionAdmission : IAdmissionStep
{
    /// <summary>Kept until every object of the kinds is gone.</summary>
    public const string CleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

    public void Admit(AdmissionRequest request)
    {
        if (request.Type != ResourceTypes.CustomResourceDefinitions)
        {
            return;
        }
        var obj = request.Object;
        if (request.Operation == AdmissionOperation.Delete)
        {
            Terminate(obj, request.Now);
            return;
        }
        if (request.Subresource.Length > 0)
        {
            return;
        }
        try
        {
            DefinitionDefaults.Apply(obj, request.Old);
            using var document = JsonDocument.Parse(StoreJson.Bytes(obj), new JsonDocumentOptions { MaxDepth = StoreJson.MaxDepth });
            var errors = new DefinitionRules(document.RootElement, request.Old).Check();
            if (errors.Count > 0)
            {
                throw ApiErrors.Invalid(request.Type, request.Name, errors);
            }
        }
        catch (Schemas.Reading.SchemaFormatException e)
        {
            throw ApiErrors.BadRequest($"CustomResourceDefinition in version \"v1\" cannot be handled as a CustomResourceDefinition: {e.Path}: {e.Why}");
        }
        NameAcceptance.Apply(obj, request.Root, request.Now);
        if ((string?)obj["spec"]!["conversion"]!["strategy"] == "Webhook")
        {
            DefinitionConditions.Set(
                DefinitionDefaults.Status(obj), DefinitionConditions.ConversionAvailable, false, "WebhookNotCalled", "the sandbox calls no conversion webhooks: objects can be used in their storage version only",
                ObjectMeta.Time(request.Now));
        }
    }

    private static void Terminate(JsonObject obj, DateTimeOffset now)
    {
        if (ObjectMeta.IsDeleting(obj))
        {
            return;
        }
        if (!ObjectMeta.Finalizers(obj).Contains(CleanupFinalizer, StringComparer.Ordinal))
        {
            ObjectMeta.Of(obj)["finalizers"] = new JsonArray([.. ObjectMeta.Finalizers(obj).Append(CleanupFinalizer).Select(f => JsonValue.Create(f))]);
        }
        DefinitionConditions.Set(DefinitionDefaults.Status(obj), DefinitionConditions.Terminating, true, "InstanceDeletionPending", "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon", ObjectMeta.Time(now));
    }
}
