using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;
using Portal.Components;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Logs;
using Portal.Hosting;
using Portal.Hosting.Access;
using Portal.Hubs;
using Portal.UnitTests.Fakes;

#pragma warning disable BL0006 // The renderer of these tests reads render trees.
namespace Portal.UnitTests.Pages.Support;

/// <summary>Everything a page needs, signed in as <c>analyst</c>.</summary>
public abstract class PageTest : IAsyncDisposable
{
    private readonly WebApplication _app;

    protected PageTest()
    {
        Jobs = new FakeJobs(TimeProvider.System);
        var builder = WebApplication.CreateSlimBuilder();
        var services = builder.Services;
        services.AddPortalWeb();
        services.AddPortalUi();
        services.AddPortalHubs();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ICluster>(Cluster);
        services.AddSingleton<IJobService>(Jobs);
        services.AddSingleton<ILogStore, FakeLogStore>();
        services.AddSingleton(new JobOptions { Images = [new JobImage { Name = "Spark 3.5", Image = "spark:3.5.3" }] });
        services.AddSingleton<IJSRuntime>(Browser);
        services.AddSingleton<NavigationManager>(Navigation);
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddSingleton<AuthenticationStateProvider>(new SignedIn());
        services.AddSingleton(new SampleCatalog("no-such-folder", NullLogger<SampleCatalog>.Instance));
        _app = builder.Build();
        Page = new PageRenderer(_app.Services);
    }

    protected FakeCluster Cluster { get; } = new();

    protected FakeJobs Jobs { get; }

    protected FakeBrowser Browser { get; } = new();

    protected FakeNavigation Navigation { get; } = new();

    protected PageRenderer Page { get; }

    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync();
        await _app.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private sealed class SignedIn : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(new Caller("analyst", ["team-a"]).ToPrincipal("test")));
    }
}
