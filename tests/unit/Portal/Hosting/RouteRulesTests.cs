using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Portal.Hosting.Access;
using Portal.UnitTests.Fakes;

namespace Portal.UnitTests.Hosting;

public sealed class RouteRulesTests : IAsyncLifetime
{
    private TestPortal _portal = null!;

    public async ValueTask InitializeAsync() => _portal = await TestPortal.StartAsync();

    public async ValueTask DisposeAsync() => await _portal.DisposeAsync();

    [Fact]
    public void Routes_OpenToEverybody_AreTheseOnly()
    {
        var open = Routes().Where(IsOpen).Select(route => route.RoutePattern.RawText).Distinct();

        open.ShouldBe(["/healthz", "/readyz", "/openapi/{documentName}.json", "/signin", "/signin/local", "/signin/owner"], ignoreOrder: true);
    }

    [Fact]
    public void Routes_WithoutARuleOfTheirOwn_NeedSomebodySignedIn()
    {
        var fallback = _portal.App.Services.GetRequiredService<IOptions<AuthorizationOptions>>().Value.FallbackPolicy;

        fallback.ShouldNotBeNull();
        fallback.Requirements.ShouldContain(requirement => requirement is Microsoft.AspNetCore.Authorization.Infrastructure.DenyAnonymousAuthorizationRequirement);
    }

    [Fact]
    public void RoutesOfTheApi_ThatChangeSomething_NeedABearerToken()
    {
        var changing = Routes()
            .Where(route => route.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods.Any(method => method is not ("GET" or "HEAD")))
            .ToList();

        changing.Count.ShouldBe(3);
        changing.ShouldAllBe(route => route.Metadata.GetOrderedMetadata<IAuthorizeData>().Any(rule => rule.Policy == Policies.BearerOnly));
    }

    [Fact]
    public async Task Answers_Always_CarryTheSecurityHeaders()
    {
        using var client = _portal.Client();
        foreach (var path in new[] { "/signin", "/healthz", "/api/v1/workspaces", "/nowhere" })
        {
            var answer = await client.GetAsync(path);

            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            policy.ShouldContain("script-src 'self';");
            policy.ShouldContain("frame-ancestors 'none'");
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        }
    }

    private IEnumerable<RouteEndpoint> Routes() =>
        ((IEndpointRouteBuilder)_portal.App).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>().Where(route => route.Metadata.GetMetadata<StaticAssetDescriptor>() is null);

    private static bool IsOpen(RouteEndpoint route) => route.Metadata.GetMetadata<IAllowAnonymous>() is not null;
}
