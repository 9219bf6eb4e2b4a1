using Portal.Api.Contracts;
using Portal.Core.Jobs;

namespace Portal.Api;

/// <summary>Jobs to start from.</summary>
public static class SamplesApi
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/samples", List).WithTags("Samples").WithName("ListSamples");

    /// <summary>Lists the samples; the job of each can be submitted as it is.</summary>
    internal static SampleList List(SampleCatalog catalog) => new([.. catalog.Samples.Select(SampleResource.From)]);
}
