using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Portal.Sandbox.Hosting;

namespace Portal.Sandbox.Database;

/// <summary>
/// A private PostgreSQL in a folder: made on the first start, listening on loopback only, gone with the process that started it.
/// Start, stop and restart as often as needed; not from several threads at once.
/// </summary>
public sealed class LocalPostgres(LocalPostgresOptions options, TimeProvider time, ILogger<LocalPostgres> logger) : IAsyncDisposable
{
    private const int PortAttempts = 5;

    private readonly string _folder = Path.GetFullPath(options.Folder);
    private readonly PostgresFiles _files = new(Path.GetFullPath(options.Folder));
    private PostgresServer? _server;

    /// <summary>For Npgsql, password included. Valid after the first start; stays the same as long as the port does.</summary>
    public string ConnectionString => $"{PublicConnectionString};Password={File.ReadAllText(_files.Password)}";

    /// <summary>The connection string without its password, to be shown.</summary>
    public string PublicConnectionString =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Database={PostgresSetup.Name};Username={PostgresSetup.Name}");

    public int Port { get; private set; }

    /// <summary>Ends when the server does, wanted or not.</summary>
    public Task Exited => _server?.Exited ?? Task.CompletedTask;

    /// <summary>Sets up what is missing and returns when connections are accepted.</summary>
    /// <exception cref="LocalPostgresException">It does not start; the message says why and what to do.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        if (_server is { Exited.IsCompleted: false })
        {
            return;
        }

        Directory.CreateDirectory(_folder);
        await PostgresLeftovers.ClearAsync(_files, time, ct);
        var account = await PostgresAccount.ChooseAsync(_folder, ct);
        account.TakeOver(_files.Cluster);
        var binaries = PostgresBinaries.Find(_files.Version);
        await new PostgresSetup(options, _files).EnsureAsync(binaries, account, ct);
        _server = await StartServerAsync(binaries, account, ct);
        _files.LastPort = Port;
        PrivateFile.Write(_files.Connection, ConnectionString);
        logger.LogInformation("PostgreSQL runs in {Folder} as {Account} on port {Port}", _folder, account.Description, Port);
    }

    /// <summary>Ends all connections and stops; the next start has nothing to recover.</summary>
    public async Task StopAsync(CancellationToken ct)
    {
        if (_server is { } server)
        {
            await server.StopAsync(options.Timeout, ct);
            server.Dispose();
            _server = null;
        }
    }

    public async Task RestartAsync(CancellationToken ct)
    {
        await StopAsync(ct);
        await StartAsync(ct);
    }

    public async ValueTask DisposeAsync() => await StopAsync(CancellationToken.None);

    private async Task<PostgresServer> StartServerAsync(string binaries, PostgresAccount account, CancellationToken ct)
    {
        var candidate = options.Port ?? _files.LastPort;
        for (var attempt = 1; ; attempt++)
        {
            Port = candidate ?? FreePort();
            var server = new PostgresServer(_files.Cluster, Port, options.Durable, time, logger);
            try
            {
                await server.StartAsync(binaries, account, options.Timeout, ct);
                return server;
            }
            catch (LocalPostgresException) when (server.PortWasTaken && options.Port is null && attempt < PortAttempts)
            {
                candidate = null;
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
