using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Core.Logs;
using Portal.Kube.Api;
using Portal.Kube.Watching;

namespace Portal.Kube.Logs;

/// <summary>
/// Reads the log of one container to its end, over whatever interruptions there are, without a missing or a repeated line. Where a missing
/// line cannot be ruled out, it says so in a line that starts with <see cref="LogMarkers.Gap"/>.
/// </summary>
/// <remarks>
/// A container that is restarted inside its pod goes on in the same log: what the ended instance still had to say is read with
/// <c>previous=true</c>, then comes the new one. Kubernetes keeps one ended instance; if more than one was missed, a gap is reported.
/// </remarks>
internal sealed class PodLogTail(KubeHttp http, Feed<PodView> pods, string cluster, TimeProvider time, ILogger<PodLogTail> logger)
{
    /// <summary>While nothing is heard of the pod, look again this often.</summary>
    private static readonly TimeSpan SlowPoll = TimeSpan.FromSeconds(5);

    public async IAsyncEnumerable<IReadOnlyList<LogLine>> ReadAsync(ContainerRef container, LogLine? after, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var watch = new ContainerWatch(http, pods, cluster, container, time);
        var window = new ResumeWindow(after);
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), SlowPoll);
        int? instance = null;
        var readToEnd = false;
        PodView? fresh = null;
        while (true)
        {
            // 1. Until there is something to read.
            var (pod, failure) = fresh is null ? await TryAsync(watch.SeenAsync(ct)) : (fresh, null);
            fresh = null;
            if (failure is not null)
            {
                await PauseAsync(container, failure, backoff, ct);
                continue;
            }

            if (pod is null)
            {
                if ((instance is not null || after is not null) && !readToEnd)
                {
                    yield return [Gap(window, "the pod was deleted before its log was read to the end.")];
                }

                yield break;
            }

            var view = ContainerProgress.Of(pod, container.Container);
            if (!view.HasLog && !view.IsOver)
            {
                await watch.WaitAsync(SlowPoll, ct);
                continue;
            }

            // 2. What an instance that was restarted meanwhile still had to say.
            if (instance is { } read && view.Restarts > read)
            {
                if (view.Restarts == read + 1)
                {
                    await foreach (var lines in ReadPreviousAsync(container, window, ct))
                    {
                        yield return lines;
                    }
                }
                else
                {
                    yield return [Gap(window, "the container was restarted more than once while its log could not be read.")];
                }

                window = new ResumeWindow(after: null);
                instance = null;
            }

            // 3. The newest instance, to its end.
            var (stream, refusal) = await TryAsync(LogStream.OpenAsync(http, container, window.Since, previous: false, window.Newest ?? view.Floor, view.IsOver, ct));
            if (stream is null)
            {
                if (refusal!.Kind is ClusterErrorKind.Forbidden)
                {
                    throw refusal;
                }

                if (refusal.Kind is ClusterErrorKind.Invalid && view.IsOver)
                {
                    // It ended without ever having had a log.
                    yield break;
                }

                if (refusal.Kind is ClusterErrorKind.Invalid or ClusterErrorKind.NotFound)
                {
                    await watch.WaitAsync(backoff.Next(), ct);
                }
                else
                {
                    await PauseAsync(container, refusal, backoff, ct);
                }

                continue;
            }

            using (stream)
            {
                // The path names a pod by name only. That it is still the same one is known when it is so after the answer began.
                var (same, doubt) = await TryAsync(watch.AskAsync(ct));
                if (same is null)
                {
                    if (doubt is not null)
                    {
                        await PauseAsync(container, doubt, backoff, ct);
                    }

                    continue;
                }

                if (ContainerProgress.Of(same, container.Container).Restarts != view.Restarts)
                {
                    // Restarted just now: it is not known which instance the answer is of.
                    fresh = same;
                    continue;
                }

                instance = view.Restarts;
                readToEnd = false;
                window.BeginReplay();
                while (await stream.ReadAsync(ct) is { Count: > 0 } lines)
                {
                    if (Filter(window, lines) is { Count: > 0 } news)
                    {
                        backoff.Reset();
                        yield return news;
                    }
                }

                readToEnd = stream.Broken is null;
            }

            if (readToEnd && view.IsOver)
            {
                yield break;
            }

            // 4. Either the container ended, which the pod will say in a moment, or only the connection did.
            await watch.WaitAsync(backoff.Next(), ct);
        }
    }

    private static List<LogLine> Filter(ResumeWindow window, IReadOnlyList<LogLine> lines)
    {
        var news = new List<LogLine>(lines.Count);
        foreach (var line in lines)
        {
            var last = window.Newest;
            var verdict = window.Accept(line);
            if (verdict == ResumeWindow.Verdict.TakeAfterGap)
            {
                news.Add(new LogLine(last ?? line.UnixNanoseconds, LogMarkers.Gap + "the node no longer holds the line that was read last."));
            }

            if (verdict != ResumeWindow.Verdict.Drop)
            {
                news.Add(line);
            }
        }

        return news;
    }

    private static LogLine Gap(ResumeWindow window, string why) => new(window.Newest ?? 0, LogMarkers.Gap + why);

    /// <summary>The result, or why there is none: an iterator cannot yield from within a try with a catch.</summary>
    private static async Task<(T? Result, ClusterException? Failure)> TryAsync<T>(Task<T> task)
        where T : class?
    {
        try
        {
            return (await task, null);
        }
        catch (ClusterException e)
        {
            return (null, e);
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<LogLine>> ReadPreviousAsync(ContainerRef container, ResumeWindow window, [EnumeratorCancellation] CancellationToken ct)
    {
        var (stream, _) = await TryAsync(LogStream.OpenAsync(http, container, window.Since, previous: true, window.Newest ?? 0, takeRest: true, ct));
        if (stream is null)
        {
            yield return [Gap(window, "the container was restarted, and the log of its ended instance cannot be had.")];
            yield break;
        }

        using (stream)
        {
            window.BeginReplay();
            while (await stream.ReadAsync(ct) is { Count: > 0 } lines)
            {
                if (Filter(window, lines) is { Count: > 0 } news)
                {
                    yield return news;
                }
            }
        }

        if (stream.Broken is not null)
        {
            yield return [Gap(window, "the connection broke while the log of the ended instance was read.")];
        }
    }

    private async Task PauseAsync(ContainerRef container, ClusterException why, Backoff backoff, CancellationToken ct)
    {
        logger.LogDebug("Log of {Namespace}/{Pod} {Container}: {Reason}", container.Namespace, container.Pod, container.Container, why.Message);
        await Task.Delay(backoff.Next(), time, ct);
    }
}
