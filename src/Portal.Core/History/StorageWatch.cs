using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Portal.Core.Storage;

namespace Portal.Core.History;

/// <summary>
/// Notices when PostgreSQL stops answering and when it is back, and has every reader read again: what they show is out of date, or no
/// longer is. One small query a second for the whole process, however many pages are open.
/// </summary>
public sealed class StorageWatch(RunHistory history, StorageHealth health, RunChanges changes, TimeProvider time, ILogger<StorageWatch> log) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var outage = await LookAsync(stoppingToken);
            var turned = outage is null != health.Outage is null;
            health.Outage = outage;
            if (turned)
            {
                log.LogInformation("PostgreSQL: {State}", outage ?? "answers again");
                changes.PublishAll();
            }
        }
    }

    private async Task<string?> LookAsync(CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            // Giving a command up takes the driver seconds when the server hangs: that is not waited for.
            await history.PingAsync(either.Token).WaitAsync(either.Token);
            return null;
        }
        catch (StorageUnavailableException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return StorageErrors.Describe($"not within {Patience.TotalSeconds} s");
        }
    }
}
