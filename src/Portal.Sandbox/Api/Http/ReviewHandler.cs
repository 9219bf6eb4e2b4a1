using Portal.Sandbox.Api.Authentication;
using Portal.Sandbox.Api.Authorization.Reviews;
using Portal.Sandbox.Api.Http.Bodies;
using Portal.Sandbox.Api.Kinds;
using Portal.Sandbox.Api.Writing;

namespace Portal.Sandbox.Api.Http;

/// <summary>Questions that are posted and answered at once: who is this, and what may they do.</summary>
public sealed class ReviewHandler(IdentityReviews identities, AccessReviews access, TokenRequests tokens)
{
    public async Task AnswerAsync(ApiRequest request)
    {
        if (request.Info.Verb != "create")
        {
            throw ApiErrors.MethodNotAllowed();
        }
        var (type, caller) = (request.Type, request.Caller);
        var review = await ObjectBody.ReadAsync(request, FieldValidation.Of(request, "CreateOptions"));
        ObjectMeta.Of(review);
        review.Remove("status");
        review["status"] = type == ServedKinds.SelfSubjectReviews ? identities.WhoAmI(review, caller)
            : type == ServedKinds.TokenReviews ? identities.WhoseToken(review)
            : type == ServedKinds.SelfSubjectRulesReviews ? access.Rules(review, caller)
            : access.Access(type, review, request.Info.Namespace, caller);
        await ApiResponse.WriteAsync(request.Http, 201, review);
    }

    /// <summary>A token for a service account.</summary>
    public async Task TokenAsync(ApiRequest request)
    {
        var question = request with { Kind = new ServedKind(ServedKinds.TokenRequests, true, []) };
        var asked = await ObjectBody.ReadAsync(question, FieldValidation.Of(question, "CreateOptions"));
        tokens.Answer(asked, request.Info.Namespace, request.Info.Name);
        await ApiResponse.WriteAsync(request.Http, 201, asked);
    }
}
