namespace Portal.UnitTests.Sandbox.Conformance;

/// <summary>A recording that need not match.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Always">Whether it never matches; else chance decides.</param>
/// <param name="Reason">Why not.</param>
internal sealed record WireException(int Number, bool Always, string Reason);
