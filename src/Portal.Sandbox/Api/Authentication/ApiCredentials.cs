namespace Portal.Sandbox.Api.Authentication;

/// <summary>What callers are known by.</summary>
/// <param name="TokenFiles">Files in Kubernetes' static token format.</param>
/// <param name="ClientAuthority">PEM file of the authority that signs client certificates; null believes none.</param>
/// <param name="ServiceAccountKey">Signs the tokens of service accounts.</param>
public sealed record ApiCredentials(IReadOnlyList<string> TokenFiles, string? ClientAuthority, byte[] ServiceAccountKey);
