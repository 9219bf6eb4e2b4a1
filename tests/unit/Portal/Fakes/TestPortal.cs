using System.Net.Http.Headers;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Logs;
using Portal.Hosting;

namespace Portal.UnitTests.Fakes;

/// <summary>The real host on a port of its own, with the domain and the cluster replaced.</summary>
public sealed class TestPortal : IAsyncDisposable
{
    public const string OwnerToken = "0123456789abcdef0123456789abcdef";

    /// <summary>When everything is submitted.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 10, 41, 31, TimeSpan.Zero);

    /// <summary>Gives a request's antiforgery token, which pages put into their forms.</summary>
    public const string AntiforgeryPath = "/test/antiforgery";

    private TestPortal(WebApplication app, string data)
    {
        App = app;
        Data = data;
        Address = new Uri(app.Urls.Single());
    }

    public WebApplication App { get; }

    public string Data { get; }

    public Uri Address { get; }

    public FakeCluster Cluster => (FakeCluster)App.Services.GetRequiredService<ICluster>();

    public FakeJobs Jobs => (FakeJobs)App.Services.GetRequiredService<IJobService>();

    public FakeLogStore Logs => (FakeLogStore)App.Services.GetRequiredService<ILogStore>();

    public static async Task<TestPortal> StartAsync(string? data = null, params (string Key, string Value)[] settings)
    {
        data ??= Directory.CreateTempSubdirectory("portal-test-").FullName;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Portal", EnvironmentName = "Production", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["Portal:Data"] = data,
            ["Portal:Database"] = "Host=localhost",
            ["Portal:SignIn:LocalUsers:0:Name"] = "analyst",
            ["Portal:SignIn:LocalUsers:0:Groups:0"] = "team-a-editors",
            ["Portal:SignIn:OwnerToken"] = OwnerToken,
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        builder.Logging.ClearProviders();
        builder.AddPortal();
        AddCore(builder.Services, data);
        builder.Services.AddSingleton<ICluster, FakeCluster>().AddSingleton<IJobService>(new FakeJobs(new StoppedClock(Now))).AddSingleton<ILogStore, FakeLogStore>();
        var app = builder.Build().UsePortal();
        app.MapGet(AntiforgeryPath, (HttpContext context, IAntiforgery antiforgery) => antiforgery.GetAndStoreTokens(context).RequestToken).ExcludeFromDescription();
        await app.StartAsync();
        return new TestPortal(app, data);
    }

    /// <summary>A client that keeps cookies and follows no redirects.</summary>
    public HttpClient Client(string? token = null)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    // The domain is registered, so that what it offers is there, but its workers stay off: there is no database.
    private static void AddCore(IServiceCollection services, string data)
    {
        var others = services.Where(IsWorker).ToList();
        services.AddPortalCore(new CoreOptions { ConnectionString = "Host=127.0.0.1;Port=1;Timeout=1", LogFolder = Path.Combine(data, "logs"), SamplesFolder = Path.Combine(data, "samples") });
        foreach (var worker in services.Where(IsWorker).Except(others).ToList())
        {
            services.Remove(worker);
        }

        static bool IsWorker(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }
}
