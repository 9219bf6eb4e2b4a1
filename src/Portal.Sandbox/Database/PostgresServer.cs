using System.Globalization;
using Portal.Sandbox.Node.Processes;

namespace Portal.Sandbox.Database;

/// <summary>One run of the server's process.</summary>
internal sealed class PostgresServer(string cluster, int port, bool durable, TimeProvider time, ILogger logger) : IDisposable
{
    private const int LinesKept = 20;

    private readonly Queue<string> _lastLines = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HostProcess? _process;
    private Task _ended = Task.CompletedTask;

    public Task Exited => _ended;

    /// <summary>Whether it did not start because another program listens there.</summary>
    public bool PortWasTaken { get; private set; }

    public async Task StartAsync(string binaries, PostgresAccount account, TimeSpan timeout, CancellationToken ct)
    {
        _process = await HostProcess.StartAsync(account.Command(Path.Combine(binaries, "postgres"), Arguments()), ct);
        _ended = Task.WhenAll(ReadAsync(_process.Error), DrainAsync(_process.Output), _process.Exited);
        try
        {
            await Task.WhenAny(_ready.Task, _ended).WaitAsync(timeout, time, ct);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            await StopAsync(TimeSpan.Zero, CancellationToken.None);
            ct.ThrowIfCancellationRequested();
        }

        if (!_ready.Task.IsCompleted)
        {
            throw new LocalPostgresException(Failure());
        }
    }

    /// <summary>Fast shutdown; one that takes longer than <paramref name="patience"/> is killed, from which PostgreSQL recovers.</summary>
    public async Task StopAsync(TimeSpan patience, CancellationToken ct)
    {
        _process?.Send(Signal.Interrupt);
        try
        {
            await _ended.WaitAsync(patience, time, ct);
        }
        catch (TimeoutException)
        {
            _process?.Send(Signal.Kill);
            await _ended;
        }
    }

    public void Dispose() => _process?.Dispose();

    private string[] Arguments()
    {
        List<string> settings =
        [
            "listen_addresses=127.0.0.1", string.Create(CultureInfo.InvariantCulture, $"port={port}"),
            // No socket file: its path may hold 107 bytes at most, and nothing needs it.
            "unix_socket_directories=",
            "password_encryption=scram-sha-256", "timezone=UTC", "log_timezone=UTC", "lc_messages=C", "jit=off",
            // Statements may hold secrets.
            "log_min_error_statement=panic",
        ];
        if (!durable)
        {
            settings.AddRange(["fsync=off", "synchronous_commit=off", "full_page_writes=off"]);
        }

        return ["-D", cluster, .. settings.SelectMany(setting => (string[])["-c", setting])];
    }

    private string Failure()
    {
        if (PortWasTaken)
        {
            return $"PostgreSQL cannot listen on port {port}: another program does. Choose another port.";
        }

        lock (_lastLines)
        {
            return $"PostgreSQL did not start. Its last words: {string.Join('\n', _lastLines)}";
        }
    }

    private async Task ReadAsync(Stream error)
    {
        using var reader = new StreamReader(error);
        while (await reader.ReadLineAsync(CancellationToken.None) is { } line)
        {
            logger.LogDebug("{Line}", line);
            lock (_lastLines)
            {
                _lastLines.Enqueue(line);
                if (_lastLines.Count > LinesKept)
                {
                    _lastLines.Dequeue();
                }
            }

            if (line.Contains("could not bind", StringComparison.Ordinal))
            {
                PortWasTaken = true;
            }

            if (line.Contains("database system is ready to accept connections", StringComparison.Ordinal))
            {
                _ready.TrySetResult();
            }
        }
    }

    private static Task DrainAsync(Stream output) => output.CopyToAsync(Stream.Null, CancellationToken.None);
}
