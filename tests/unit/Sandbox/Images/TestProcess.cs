using System.Diagnostics;
using System.Text;

namespace Portal.UnitTests.Sandbox.Images;

/// <summary>A process with a deadline, its output and error kept together as a container's log does.</summary>
internal sealed class TestProcess : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private readonly Process _process;
    private readonly StringBuilder _log = new();

    public TestProcess(IReadOnlyDictionary<string, string> environment, string workingDirectory, params IEnumerable<string> command)
    {
        var parts = command.ToList();
        var start = new ProcessStartInfo(parts[0], parts.Skip(1))
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Add(line.Data);
        _process.ErrorDataReceived += (_, line) => Add(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    public bool HasExited => _process.HasExited;

    /// <summary>Exit code, after all output is here; 128 + n when a signal ended it.</summary>
    public async Task<int> WaitAsync()
    {
        using var deadline = new CancellationTokenSource(Deadline);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested)
        {
            throw new TimeoutException($"The process did not end. It said:\n{Log}", e);
        }

        return _process.ExitCode;
    }

    public async Task WaitForLogAsync(string text)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!Log.Contains(text, StringComparison.Ordinal))
        {
            if (deadline.IsCancellationRequested || _process.HasExited)
            {
                throw new TimeoutException($"\"{text}\" was not said. What was:\n{Log}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }
    }

    public void Signal(string name) => Process.Start("/bin/kill", [$"-{name}", _process.Id.ToString()]).WaitForExit();

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private void Add(string? line)
    {
        if (line is not null)
        {
            lock (_log)
            {
                _log.AppendLine(line);
            }
        }
    }
}
