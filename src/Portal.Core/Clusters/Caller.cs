namespace Portal.Core.Clusters;

/// <summary>
/// On whose behalf a request is made. A person's requests carry impersonation headers, so that Kubernetes decides what is allowed and
/// its audit log names the person.
/// </summary>
/// <param name="User">User name; empty for <see cref="Portal"/>.</param>
/// <param name="Groups">Groups the person is in, as the sign-in established them.</param>
public sealed record Caller(string User, IReadOnlyList<string> Groups)
{
    /// <summary>The identity of the kubeconfig itself: shared watches, recording, clean-up, and the owner who signed in by the one-time link.</summary>
    public static readonly Caller Portal = new("", []);

    /// <summary>Whether requests are sent as the kubeconfig's own identity.</summary>
    public bool IsPortal => User.Length == 0;

    public bool Equals(Caller? other) => other is not null && User == other.User && Groups.SequenceEqual(other.Groups);

    public override int GetHashCode() => User.GetHashCode(StringComparison.Ordinal);
}
