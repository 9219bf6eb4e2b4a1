using System.Diagnostics;
using System.Text;

namespace Portal.Sandbox.Node.Processes;

/// <summary>A child process. Output and error are read by the owner.</summary>
public sealed class HostProcess : IDisposable
{
    private readonly Process _process;
    private readonly bool _leadsGroup;

    private HostProcess(Process process, bool leadsGroup)
    {
        (_process, _leadsGroup) = (process, leadsGroup);
        Id = process.Id;
        Exited = WaitAsync();
    }

    public int Id { get; }

    /// <summary>Exit code; 128 + n when signal n ended it.</summary>
    public Task<int> Exited { get; }

    public Stream Output => _process.StandardOutput.BaseStream;

    public Stream Error => _process.StandardError.BaseStream;

    /// <summary>Starts a process.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">The program is not there or may not be run.</exception>
    public static async Task<HostProcess> StartAsync(ProcessSpec spec, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return await StarterThread.RunAsync(() => Start(spec));
    }

    /// <summary>Runs a process to its end and takes what it says.</summary>
    public static async Task<ProcessResult> RunAsync(ProcessSpec spec, CancellationToken ct)
    {
        using var process = await StartAsync(spec, ct);
        await using var kill = ct.Register(() => process.Kill());
        using var output = new StreamReader(process.Output);
        using var error = new StreamReader(process.Error);
        var texts = await Task.WhenAll(output.ReadToEndAsync(CancellationToken.None), error.ReadToEndAsync(CancellationToken.None));
        var code = await process.Exited;
        ct.ThrowIfCancellationRequested();
        return new ProcessResult(code, texts[0], texts[1]);
    }

    /// <summary>Sends a signal; one to a process that has ended is lost.</summary>
    public void Send(Signal signal)
    {
        if (!Exited.IsCompleted)
        {
            _ = Libc.Kill(Id, (int)signal);
        }
    }

    /// <summary>Ends it at once, and its group, which may be left when it itself has ended.</summary>
    public void Kill()
    {
        if (_leadsGroup)
        {
            _ = Libc.Kill(-Id, (int)Signal.Kill);
        }

        Send(Signal.Kill);
    }

    public void Dispose() => _process.Dispose();

    private static HostProcess Start(ProcessSpec spec)
    {
        var start = spec.LeadsGroup
            ? new ProcessStartInfo(HostTools.Require("setsid"), [spec.FileName, .. spec.Arguments])
            : new ProcessStartInfo(spec.FileName, spec.Arguments);
        start.UseShellExecute = false;
        start.WorkingDirectory = spec.WorkingDirectory;
        start.RedirectStandardInput = true;
        start.StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.Environment.Clear();
        foreach (var (name, value) in spec.Environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start) ?? throw new InvalidOperationException($"{spec.FileName} was not started.");
        try
        {
            process.StandardInput.Write(spec.Input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code tells why.
        }

        return new HostProcess(process, spec.LeadsGroup);
    }

    private async Task<int> WaitAsync()
    {
        await _process.WaitForExitAsync(CancellationToken.None);
        return _process.ExitCode;
    }
}
