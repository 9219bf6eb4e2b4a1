using Portal.Kube.Api;

namespace Portal.UnitTests.Kube.Api;

public sealed class KubeHandlerTests
{
    [Theory]
    [InlineData("https://127.0.0.1:6443/", null, false, null)]
    [InlineData("https://localhost:6443/", null, false, null)]
    [InlineData("https://k8s.example/", null, true, null)]
    [InlineData("https://k8s.example/", "http://proxy:3128", true, "http://proxy:3128/")]
    [InlineData("https://127.0.0.1/", "socks5://proxy:1080", true, "socks5://proxy:1080/")]
    public void Create_Proxy_IsTheOneOfTheKubeconfigAndNeverThatOfTheEnvironmentForLoopback(string server, string? proxy, bool usesProxy, string? expected)
    {
        var endpoint = new KubeEndpoint
        {
            Name = "c",
            Server = new Uri(server),
            Proxy = proxy is null ? null : new Uri(proxy),
            Credentials = new FixedCredential(Credential.None),
        };

        using var handler = KubeHandler.Create(endpoint, certificate: null);

        handler.UseProxy.ShouldBe(usesProxy);
        handler.Proxy?.GetProxy(endpoint.Server)?.ToString().ShouldBe(expected);
        (handler.Proxy is null).ShouldBe(expected is null);
    }
}
