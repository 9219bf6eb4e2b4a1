using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Core;
using Portal.Core.Clusters;
using Portal.Core.History.Recording;
using Portal.Core.Jobs;
using Portal.Core.Logs;
using Portal.Core.Storage;

namespace Portal.UnitTests.Core.Support;

/// <summary>The domain as the portal runs it, over a <see cref="FakeCluster"/> and a real PostgreSQL. Dispose it and make another to restart the portal.</summary>
internal sealed class CoreHost : IAsyncDisposable
{
    private readonly IHost _host;

    private CoreHost(IHost host) => _host = host;

    public IJobService Jobs => Get<IJobService>();

    public RunHistory History => Get<RunHistory>();

    public LogStore Logs => Get<LogStore>();

    public static async Task<CoreHost> StartAsync(ICluster cluster, string connectionString, string logFolder, LogCaptureOptions? capture = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddSimpleConsole();
        builder.Services.AddSingleton(cluster);
        builder.Services.AddPortalCore(new CoreOptions
        {
            ConnectionString = connectionString,
            LogFolder = logFolder,
            Recorder = new RecorderOptions { CheckEvery = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromMilliseconds(300), WaitForLog = TimeSpan.FromSeconds(2) },
            LogCapture = capture ?? new LogCaptureOptions { FirstPause = TimeSpan.FromMilliseconds(20), LongestPause = TimeSpan.FromMilliseconds(100) },
        });
        var host = new CoreHost(builder.Build());
        await host._host.StartAsync();
        return host;
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>The recorded run, once it is as wanted.</summary>
    public Task<JobRun> RecordedAsync(string uid, Func<JobRun, bool> wanted) =>
        Eventually.GetAsync(() => History.FindAsync("test", uid, CancellationToken.None), wanted);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
