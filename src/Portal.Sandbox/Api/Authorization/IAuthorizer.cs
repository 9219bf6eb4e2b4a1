namespace Portal.Sandbox.Api.Authorization;

/// <summary>Who may do what.</summary>
public interface IAuthorizer
{
    AccessDecision Decide(AccessRequest request);

    /// <summary>What somebody may do in a namespace and in the whole cluster, a rule as often as it is granted.</summary>
    IReadOnlyList<PolicyRule> RulesFor(Caller caller, string ns);
}
