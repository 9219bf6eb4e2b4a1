namespace Portal.Sandbox.Api.Authorization;

/// <summary>The answer of an authoriser.</summary>
/// <param name="Allowed">Whether it may be done.</param>
/// <param name="Reason">Which binding allows it, or what stood in the way of finding out; may be empty.</param>
public readonly record struct AccessDecision(bool Allowed, string Reason);
