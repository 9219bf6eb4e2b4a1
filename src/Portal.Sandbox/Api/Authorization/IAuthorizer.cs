namespace Portal.Sandbox.Api.Authorization;

/// <summary>Who may do what.</summary>
public interface IAuthorizer
{
    /// <summary>Why it is allowed, or null when it is not.</summary>
    string? Allow(AccessRequest request);

    /// <summary>What somebody may do in a namespace.</summary>
    IReadOnlyList<PolicyRule> RulesFor(Caller caller, string ns);
}
