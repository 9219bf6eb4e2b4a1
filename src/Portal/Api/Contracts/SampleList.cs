namespace Portal.Api.Contracts;

/// <summary>Samples by id.</summary>
public sealed record SampleList(IReadOnlyList<SampleResource> Samples);
