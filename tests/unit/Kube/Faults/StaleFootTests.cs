using Microsoft.Extensions.DependencyInjection;
using Portal.Components;
using Portal.Core.Clusters;
using Portal.Layout;
using Portal.UnitTests.Kube.Support;
using Portal.UnitTests.Pages.Support;

namespace Portal.UnitTests.Kube.Faults;

/// <summary>What a page says while the cluster behind it cannot be reached, with the real client and the real API.</summary>
public sealed class StaleFootTests
{
    [Fact]
    public async Task Foot_ClusterCannotBeReached_SaysSinceWhen()
    {
        await using var world = await FaultWorld.StartAsync(seed: 1, certificates: null);
        await using var services = new ServiceCollection().AddLogging().AddLocalization()
            .AddSingleton<ICluster>(world.Cluster)
            .AddSingleton(new UserClock(new AcceleratedTime(20)))
            .BuildServiceProvider();
        await using var page = new PageRenderer(services);
        await page.ShowAsync<ClusterFoot>();
        await page.WaitForAsync(p => p.QuerySelector(".foot")!.TextContent.Contains("Cluster sandbox, live", StringComparison.Ordinal));

        world.Proxy.Faults = () => new ConnectionFault { CutAfter = 0 };
        world.Proxy.CutAll();

        var stale = await page.WaitForAsync(p => p.QuerySelector(".foot")!.TextContent.Contains("Cluster sandbox, stale since", StringComparison.Ordinal));
        stale.QuerySelector(".foot .st")!.GetAttribute("title")!.ShouldContain("cannot be reached");

        world.Proxy.Faults = () => ConnectionFault.None;
        await page.WaitForAsync(p => p.QuerySelector(".foot")!.TextContent.Contains("Cluster sandbox, live", StringComparison.Ordinal));
    }
}
