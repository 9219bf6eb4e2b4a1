namespace Portal.UnitTests.Kube.Support;

/// <summary>Ends a handler of the <see cref="FakeApi"/> whose answer was broken off on purpose.</summary>
internal sealed class FaultException : Exception;
