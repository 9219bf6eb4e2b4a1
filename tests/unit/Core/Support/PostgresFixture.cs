using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Sandbox.Database;
using Portal.UnitTests.Core.Support;

[assembly: Xunit.AssemblyFixture(typeof(PostgresFixture))]

namespace Portal.UnitTests.Core.Support;

/// <summary>One PostgreSQL for the whole test run, started by the first test that needs it.</summary>
[SupportedOSPlatform("linux")]
public sealed class PostgresFixture : IAsyncDisposable
{
    private readonly SemaphoreSlim _once = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-pg-").FullName;
    private LocalPostgres? _server;
    private int _databases;

    /// <summary>Connection string of a database that does not exist yet.</summary>
    public async Task<string> NewDatabaseAsync()
    {
        await _once.WaitAsync();
        try
        {
            if (_server is null)
            {
                var server = Create(_folder);
                await server.StartAsync(CancellationToken.None);
                _server = server;
            }

            return new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Database = $"test_{++_databases}", MaxPoolSize = 20 }.ConnectionString;
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>A server of a test's own, for tests that stop it.</summary>
    internal static LocalPostgres Create(string folder) =>
        new(new LocalPostgresOptions { Folder = folder, Durable = false }, TimeProvider.System, NullLogger<LocalPostgres>.Instance);

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
        _once.Dispose();
    }
}
