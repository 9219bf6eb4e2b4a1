namespace Portal.Sandbox.Api.Authorization.Rbac;

/// <summary>One subject of one binding, with the rules that it gets.</summary>
/// <param name="Binding">The binding.</param>
/// <param name="Subject">Who of it.</param>
/// <param name="Rules">Rules of the role; null when there is no such role.</param>
public sealed record Grant(Binding Binding, Subject Subject, IReadOnlyList<PolicyRule>? Rules);
