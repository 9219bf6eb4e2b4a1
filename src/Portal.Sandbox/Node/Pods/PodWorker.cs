using System.Text.Json.Nodes;
using System.Threading.Channels;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Node.Pods;

/// <summary>
/// Brings one pod from where it is to where it should be, again and again: whenever the pod changes, a process ends, or a wait is over.
/// All its state is touched by its own loop only.
/// </summary>
internal sealed class PodWorker
{
    private readonly PodTools _tools;
    private readonly PodUnits _units;
    private readonly PodStatusWriter _status;
    private readonly PodTermination _termination;
    private readonly VolumeSetup _volumes;
    private readonly DateTimeOffset _startTime;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private volatile JsonObject _pod;
    private volatile bool _isGone;
    private bool _isTaken;
    private (string Reason, string Message)? _failure;

    public PodWorker(JsonObject pod, PodTools tools)
    {
        (_pod, _tools) = (pod, tools);
        _units = new PodUnits(pod, tools.Options, tools.Time.GetUtcNow(), (container, run) => tools.HadStarted(pod.Uid(), container, run));
        _startTime = pod.Time("status", "startTime") ?? tools.Time.GetUtcNow();
        _status = new PodStatusWriter(tools.Objects, tools.Time, tools.Logger, pod.Namespace(), pod.Name(), pod.Uid());
        _termination = new PodTermination(_units, tools);
        _volumes = new VolumeSetup(tools);
        if (pod.Text("status", "phase") == "Failed" && pod.Text("status", "reason") is { } reason)
        {
            _failure = (reason, pod.Text("status", "message") ?? "");
        }
    }

    /// <summary>Takes a newer version of the pod.</summary>
    public void Update(JsonObject pod)
    {
        _pod = pod;
        Wake();
    }

    /// <summary>Takes note that the pod was removed: what is left of it goes at once.</summary>
    public void Remove()
    {
        _isGone = true;
        Wake();
    }

    /// <summary>Runs until the pod is gone, or the node stops; then its containers are ended at once.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (!_isGone && !await StepAsync(ct))
            {
                await WaitAsync(NextTime(), ct);
            }
        }
        finally
        {
            await _termination.KillAsync();
        }

        await _status.FlushAsync();
        _tools.RemoveFolder(_pod.Uid());
    }

    /// <returns>True when the pod was removed.</returns>
    private async Task<bool> StepAsync(CancellationToken ct)
    {
        var pod = _pod;
        if (pod.Terminating())
        {
            return await DeleteAsync(pod, ct);
        }

        if (_failure is null && Deadline() <= _tools.Time.GetUtcNow())
        {
            Fail(pod, "DeadlineExceeded", "Pod was active on the node longer than the specified deadline");
        }

        if (_failure is not null || _units.IsDone)
        {
            await _termination.AdvanceAsync(pod, shortestGrace: null, Wake, ct);
        }
        else
        {
            if (pod.Text("status", "startTime") is null && !_isTaken)
            {
                // The node says that it has the pod before it does anything about it.
                _isTaken = true;
                await WriteStatusAsync(ct);
            }

            await AdvanceAsync(pod, ct);
        }

        await WriteStatusAsync(ct);
        return false;
    }

    private async Task AdvanceAsync(JsonObject pod, CancellationToken ct)
    {
        var wasSetUp = _volumes.IsDone;
        if (!_volumes.TrySetUp(pod))
        {
            return;
        }

        if (!wasSetUp && !_units.All.Any(u => u.HasStarted))
        {
            // The pod is there before its first container is.
            await WriteStatusAsync(ct);
        }

        foreach (var unit in _units.Init)
        {
            await AdvanceAsync(pod, unit, ct);
            if (unit.IsSidecar ? !unit.HasStarted : !unit.Succeeded)
            {
                return;
            }
        }

        foreach (var unit in _units.Main)
        {
            await AdvanceAsync(pod, unit, ct);
        }
    }

    private async Task AdvanceAsync(JsonObject pod, ContainerUnit unit, CancellationToken ct)
    {
        var before = unit.Running;
        await _tools.Runner.NoteEndAsync(pod, unit, ct);

        // How it ended decides whether it runs again.
        await _tools.Runner.AdvanceAsync(pod, unit, _volumes.Volumes, _units.MayRestart(unit), ct);
        if (unit.Running is { } running && running != before)
        {
            _ = running.Ended.ContinueWith(_ => Wake(), TaskScheduler.Default);
        }
    }

    private async Task<bool> DeleteAsync(JsonObject pod, CancellationToken ct)
    {
        await _termination.AdvanceAsync(pod, pod.Whole("metadata", "deletionGracePeriodSeconds"), Wake, ct);
        await WriteStatusAsync(ct);
        if (_units.Running.Any())
        {
            return false;
        }

        await _status.FlushAsync();
        await _tools.Objects.DeleteAsync(Store.ResourceTypes.Pods, pod.Namespace(), pod.Name(), pod.Uid(), graceSeconds: 0, ct);
        return true;
    }

    private void Fail(JsonObject pod, string reason, string message)
    {
        _failure = (reason, message);
        _tools.Events.Normal(pod, reason, message);
    }

    private DateTimeOffset? Deadline() => _pod.Whole("spec", "activeDeadlineSeconds") is { } seconds && !_units.IsDone ? _startTime.AddSeconds(seconds) : null;

    private Task WriteStatusAsync(CancellationToken ct)
    {
        var failed = _failure is not null && !_units.Running.Any();
        return _status.WriteAsync(
            new PodStatus(_units, failed ? "Failed" : _units.Phase())
            {
                StartTime = _startTime,
                IsPrepared = _volumes.IsDone && !failed && (!_units.IsDone || _units.Running.Any()),
                Reason = failed ? _failure?.Reason : null,
                Message = failed ? _failure?.Message : null,
            },
            ct);
    }

    private DateTimeOffset? NextTime()
    {
        var waits = _units.All.Where(u => u.Running is null && u.Terminated is null).Select(u => u.NotBefore)
            .Append(_termination.NextTime).Append(_volumes.NextTime).Append(_failure is null ? Deadline() : null);
        return waits.Min();
    }

    private async Task WaitAsync(DateTimeOffset? until, CancellationToken ct)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var wait = until - _tools.Time.GetUtcNow() ?? Timeout.InfiniteTimeSpan;
        if (until is not null && wait <= TimeSpan.Zero)
        {
            return;
        }

        var timer = Task.Delay(wait, _tools.Time, done.Token);
        await Task.WhenAny(_signal.Reader.WaitToReadAsync(done.Token).AsTask(), timer);
        await done.CancelAsync();
        ct.ThrowIfCancellationRequested();
        _signal.Reader.TryRead(out _);
    }

    private void Wake() => _signal.Writer.TryWrite(true);
}
