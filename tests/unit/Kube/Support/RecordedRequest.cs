namespace Portal.UnitTests.Kube.Support;

internal sealed record RecordedRequest(string Method, string Path, string Query, string Protocol, IReadOnlyDictionary<string, string[]> Headers, string Body);
