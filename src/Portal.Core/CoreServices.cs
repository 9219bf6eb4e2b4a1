using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Core.History;
using Portal.Core.History.Live;
using Portal.Core.History.Outbox;
using Portal.Core.History.Recording;
using Portal.Core.Jobs;
using Portal.Core.Logs;
using Portal.Core.Storage;

namespace Portal.Core;

/// <summary>Registers the domain. An <see cref="Clusters.ICluster"/> must be registered beside it.</summary>
public static class CoreServices
{
    public static IServiceCollection AddPortalCore(this IServiceCollection services, CoreOptions options) => services
        .AddPortalStorage(options.ConnectionString)
        .AddSingleton(options.Jobs)
        .AddSingleton(options.Recorder)
        .AddSingleton(options.LogCapture)
        .AddSingleton<RunChanges>()
        .AddHosted<LiveRuns>()
        .AddHostedService<StorageWatch>()
        .AddSingleton<SharedReads>()
        .AddSingleton<RunReader>()
        .AddSingleton(p => new RunOutbox(Path.Combine(options.LogFolder, "outbox"), p.GetRequiredService<ILogger<RunOutbox>>()))
        .AddSingleton<OutboxReplay>()
        .AddSingleton<JobSubmitter>()
        .AddSingleton<JobCanceller>()
        .AddSingleton<IJobService, JobService>()
        .AddSingleton(_ => new LogStore(options.LogFolder))
        .AddSingleton<ILogStore>(p => p.GetRequiredService<LogStore>())
        .AddHosted<LogCapture>()
        .AddSingleton<CauseFinder>()
        .AddSingleton<RunDescriber>()
        .AddSingleton<RunReconciler>()
        .AddSingleton<OrphanedFiles>()
        .AddHosted<RunRecorder>()
        .AddHostedService<OutageKeeper>()
        .AddSingleton(p => new SampleCatalog(options.SamplesFolder, p.GetRequiredService<ILogger<SampleCatalog>>()));

    // Reachable by its type too, for those who wait for it or show its state.
    private static IServiceCollection AddHosted<T>(this IServiceCollection services)
        where T : class, Microsoft.Extensions.Hosting.IHostedService => services.AddSingleton<T>().AddHostedService(p => p.GetRequiredService<T>());
}
