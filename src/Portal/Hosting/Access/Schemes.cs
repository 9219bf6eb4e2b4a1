namespace Portal.Hosting.Access;

/// <summary>Names of the ways in which a request says who sends it.</summary>
public static class Schemes
{
    /// <summary>Bearer token where there is one, the sign-in cookie otherwise.</summary>
    public const string Any = "any";

    /// <summary>The cookie of a browser's sign-in.</summary>
    public const string Cookie = "cookie";

    /// <summary>A token that the cluster knows, in the header <c>Authorization: Bearer</c>.</summary>
    public const string Bearer = "bearer";
}
