using Portal.Sandbox.Node.Limits;
using Portal.Sandbox.Node.Logs;
using Portal.Sandbox.Node.Processes;

namespace Portal.Sandbox.Node.Pods;

/// <summary>One run of a container: its process, and its log being written.</summary>
internal sealed class RunningContainer
{
    private readonly HostProcess _process;
    private readonly LogFile _log;
    private readonly ControlGroup? _group;

    /// <param name="process">What was started.</param>
    /// <param name="log">Takes what it says.</param>
    /// <param name="group">What the kernel limits it with; null when it does not.</param>
    public RunningContainer(HostProcess process, LogFile log, ControlGroup? group)
    {
        (_process, _log, _group) = (process, log, group);
        Ended = RunAsync();
    }

    /// <summary>Exit code, once the process has ended and all that it said is in the log.</summary>
    public Task<int> Ended { get; }

    public int ProcessId => _process.Id;

    /// <summary>Whether it was killed for using more memory than it may.</summary>
    public bool OutOfMemory { get; private set; }

    /// <summary>Asks the main process to end.</summary>
    public void Terminate()
    {
        // Told from the outside, bubblewrap would just die and take the container with it: the signal is for the process that it started.
        var inner = ProcessTree.Read().From(_process.Id).Skip(1).FirstOrDefault(p => ProcFile.InnerId(p.Id) == MainProcess);
        if (inner is not null)
        {
            _ = Libc.Kill(inner.Id, (int)Signal.Terminate);
        }
        else
        {
            _process.Send(Signal.Terminate);
        }
    }

    /// <summary>Ends it and all that it started, now.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Ends it for using more memory than it may.</summary>
    public void KillForMemory()
    {
        OutOfMemory = true;
        Kill();
    }

    /// <summary>Number of the main process among those of its container; 1 is bubblewrap's own, which collects orphans.</summary>
    private const int MainProcess = 2;

    private async Task<int> RunAsync()
    {
        var output = LogPump.RunAsync(_process.Output, LogStream.Output, _log);
        var error = LogPump.RunAsync(_process.Error, LogStream.Error, _log);
        var code = await _process.Exited;
        _process.Kill();
        await Task.WhenAll(output, error);
        OutOfMemory |= code != 0 && (_group?.WasOutOfMemory() ?? false);
        _group?.Dispose();
        _log.Complete();
        _process.Dispose();
        return code;
    }
}
