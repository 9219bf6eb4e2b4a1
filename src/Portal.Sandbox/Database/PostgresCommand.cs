using System.Globalization;
using System.Runtime.InteropServices;

namespace Portal.Sandbox.Database;

/// <summary><c>Portal.Sandbox postgres --data DIR [--port N]</c>: runs the database until it is told to stop.</summary>
public static class PostgresCommand
{
    private const string Usage = "Usage: Portal.Sandbox postgres --data DIR [--port N]";

    /// <param name="args">What follows <c>postgres</c> on the command line.</param>
    /// <param name="loggers">For what goes on inside.</param>
    /// <param name="ct">Stops it, as SIGINT and SIGTERM do.</param>
    /// <returns>Exit code: 0 when stopped, 1 when it failed, 2 for a wrong command line.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, ILoggerFactory loggers, CancellationToken ct)
    {
        if (Parse(args) is not { } options)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
        await using var postgres = new LocalPostgres(options, TimeProvider.System, loggers.CreateLogger<LocalPostgres>());
        try
        {
            await postgres.StartAsync(stop.Token);
            Console.WriteLine($"PostgreSQL ready: {postgres.PublicConnectionString}");
            await postgres.Exited.WaitAsync(stop.Token);
        }
        catch (LocalPostgresException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 0;
        }

        await Console.Error.WriteLineAsync("PostgreSQL has stopped by itself; its last words are in the log.");
        return 1;

        void Cancel(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.Cancel();
        }
    }

    private static LocalPostgresOptions? Parse(IReadOnlyList<string> args)
    {
        string? folder = null;
        int? port = null;
        for (var i = 0; i < args.Count; i += 2)
        {
            switch (args[i])
            {
                case "--data" when i + 1 < args.Count:
                    folder = args[i + 1];
                    break;
                case "--port" when i + 1 < args.Count && ushort.TryParse(args[i + 1], CultureInfo.InvariantCulture, out var number):
                    port = number;
                    break;
                default:
                    return null;
            }
        }

        return folder is null ? null : new LocalPostgresOptions { Folder = folder, Port = port };
    }
}
