namespace Portal.Hosting.Access;

/// <summary>Names of authorization rules. A route without one gets the fallback: somebody must be signed in. What a person may do is Kubernetes' decision.</summary>
public static class Policies
{
    /// <summary>
    /// For requests of the REST API that change something: a bearer token is needed. A browser adds the cookie by itself, also to
    /// requests that another site made it send, so the cookie is good for reading only.
    /// </summary>
    public const string BearerOnly = "bearer-only";
}
