namespace Portal.Sandbox.Api;

/// <summary>Gives pods the token that they speak to this API with.</summary>
public interface IServiceAccountTokens
{
    /// <summary>A token for <c>system:serviceaccount:NS:NAME</c>; it is good as long as the pod exists.</summary>
    string Issue(string ns, string serviceAccount, string podName, string podUid);
}
