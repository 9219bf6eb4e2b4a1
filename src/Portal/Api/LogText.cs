using Portal.Api.Contracts;
using Portal.Core.Jobs;
using Portal.Core.Logs;

namespace Portal.Api;

/// <summary>
/// Answers with lines of a log. They are read from the store as fast as the client takes them, so a slow client costs no memory; each
/// batch is flushed as it is.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="filter">What was asked for.</param>
/// <param name="refresh">Reads the run again, to see whether there is still something to wait for.</param>
public sealed class LogText(JobRun run, LogFilter filter, Func<CancellationToken, Task<JobRun?>> refresh) : IResult
{
    private const int Batch = 2000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        var logs = services.GetRequiredService<ILogStore>();
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
        try
        {
            var log = filter.Pick(logs.List(run.Cluster, run.Uid));
            if (log is null && (filter.Follow != true || run.Ended))
            {
                await Problems.WriteAsync(httpContext, NoLog());
                return;
            }

            httpContext.Response.ContentType = "text/plain; charset=utf-8";
            // The answer begins now, also when the first line takes a while.
            await httpContext.Response.BodyWriter.FlushAsync(end.Token);
            log ??= await WaitAsync(logs, services.GetRequiredService<TimeProvider>(), end.Token);
            if (log is not null)
            {
                await CopyAsync(logs, log, new LogTextWriter(httpContext.Response.BodyWriter, filter.Timestamps == true), end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The client went away or the portal stops; whoever reads sees a connection that ended early.
            httpContext.Abort();
        }
    }

    private async Task CopyAsync(ILogStore logs, LogInfo log, LogTextWriter writer, CancellationToken ct)
    {
        var next = filter.Tail is { } tail ? Math.Max(0, log.Lines - tail) : (filter.From - 1) ?? 0;
        var end = filter.Follow == true ? long.MaxValue : log.Lines;
        while (next < end)
        {
            var window = await logs.ReadAsync(log.Id, next, (int)Math.Min(Batch, end - next), ct);
            await writer.WriteAsync(window.Lines, ct);
            next += window.Lines.Count;
            if (window.Lines.Count == 0)
            {
                if (filter.Follow != true || window.State == LogState.Ended)
                {
                    return;
                }

                await logs.WaitForMoreAsync(log.Id, next, window.State, ct);
            }
        }
    }

    private async Task<LogInfo?> WaitAsync(ILogStore logs, TimeProvider time, CancellationToken ct)
    {
        var current = run;
        while (true)
        {
            var ended = current is null or { Ended: true };
            if (filter.Pick(logs.List(run.Cluster, run.Uid)) is { } log)
            {
                return log;
            }

            if (ended)
            {
                return null;
            }

            await Task.Delay(Pause, time, ct);
            current = await refresh(ct);
        }
    }

    private Microsoft.AspNetCore.Mvc.ProblemDetails NoLog() => Problems.Create(
        StatusCodes.Status404NotFound,
        "LogNotFound",
        "There is no such log",
        run.Ended ? $"Run '{run.Name}' ended without this log." : $"Run '{run.Name}' has not written this log yet; with follow=true the answer waits for it.");
}
