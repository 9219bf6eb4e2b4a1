using Microsoft.Extensions.Logging;
using Portal.Core.Clusters;
using Portal.Kube.Api;

namespace Portal.Kube.Watching;

/// <summary>
/// Asks a server that has been quiet whether it is still there, since a quiet watch looks the same as one on a server that hangs. One that
/// does not answer ends all waiting for it: watches show what they hold as stale and try again, requests fail. One small request for the
/// whole process, and none while the server says something anyway.
/// </summary>
internal sealed class Heartbeat(KubeHttp http, KubeOptions options, TimeProvider time, ILogger logger)
{
    // Answered by the API server itself, without a look into its store, to whoever is signed in. A refusal is an answer too.
    private readonly KubeRequest _question = new(HttpMethod.Get, "version", Caller.Portal) { Idempotent = false, Timeout = options.HeartbeatPatience };

    /// <summary>Asks until the token ends it; never fails otherwise.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (true)
            {
                await Task.Delay(options.HeartbeatEvery, time, ct);
                if (http.Signs.Silence >= options.HeartbeatEvery && !await AnswersAsync(ct) && http.Signs.Silence >= options.HeartbeatPatience)
                {
                    logger.LogDebug("The Kubernetes API has not been heard for {Silence} ms", (int)http.Signs.Silence.TotalMilliseconds);
                    http.Signs.Lose();
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The portal stops.
        }
    }

    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        try
        {
            using var answer = await http.SendAsync(_question, ct);
            return true;
        }
        catch (ClusterException e)
        {
            return e.Kind != ClusterErrorKind.Unreachable;
        }
    }
}
