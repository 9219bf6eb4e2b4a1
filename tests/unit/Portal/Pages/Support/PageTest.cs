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
using Portal.Hosting.Access;
using Portal.Hubs;
using Portal.UnitTests.Pages.Fakes;

#pragma warning disable BL0006 // The renderer of these tests reads render trees.
namespace Portal.UnitTests.Pages.Support;

/// <summary>Everything a page needs, signed in as <c>analyst</c>.</summary>
public abstract class PageTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    protected PageTest()
    {
        Jobs = new FakeJobs(TimeProvider.System);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPortalUi();
        services.AddPortalHubs();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ICluster>(Cluster);
        services.AddSingleton<IJobService>(Jobs);
        services.AddSingleton<ILogStore, FakeLogs>();
        services.AddSingleton<IJSRuntime>(Browser);
        services.AddSingleton<NavigationManager>(Navigation);
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddScoped<Microsoft.AspNetCore.Components.Server.ProtectedBrowserStorage.ProtectedLocalStorage>();
        services.AddSingleton<AuthenticationStateProvider>(new SignedIn());
        services.AddSingleton(new SampleCatalog("no-such-folder", NullLogger<SampleCatalog>.Instance));
        _services = services.BuildServiceProvider();
        Page = new PageRenderer(_services);
    }

    protected FakeCluster Cluster { get; } = new();

    protected FakeJobs Jobs { get; }

    protected FakeBrowser Browser { get; } = new();

    protected FakeNavigation Navigation { get; } = new();

    protected PageRenderer Page { get; }

    public async ValueTask DisposeAsync()
    {
        await Page.DisposeAsync();
        await _services.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    private sealed class SignedIn : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(new Caller("analyst", ["team-a"]).ToPrincipal("test")));
    }
}
