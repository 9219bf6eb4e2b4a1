namespace Portal.Api;

public static class SamplesApi
{
    public static void Map(IEndpointRouteBuilder api)
    {
    }
}
