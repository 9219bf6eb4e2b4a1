using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Sandbox.Database;

namespace Portal.UnitTests.Sandbox.Database;

public sealed class LocalPostgresTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StartAsync_EmptyFolder_AnswersQueries()
    {
        await using var postgres = Create();
        await postgres.StartAsync(Ct);

        (await ScalarAsync(postgres, "SELECT current_database() || ' ' || pg_encoding_to_char(encoding) || ' ' || datcollate FROM pg_database WHERE datname = 'portal'"))
            .ShouldBe("portal UTF8 C.UTF-8");
        postgres.PublicConnectionString.ShouldNotContain("Password");
        var connection = Path.Combine(_folder.Path, "connection");
        File.ReadAllText(connection).ShouldBe(postgres.ConnectionString);
        File.GetUnixFileMode(connection).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task RestartAsync_WithData_KeepsDataAndPort()
    {
        await using var postgres = Create();
        await postgres.StartAsync(Ct);
        var port = postgres.Port;
        await ScalarAsync(postgres, "CREATE TABLE kept AS SELECT 42 AS n; SELECT 1");

        await postgres.RestartAsync(Ct);

        postgres.Port.ShouldBe(port);
        (await ScalarAsync(postgres, "SELECT n FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task StartAsync_WrongPassword_IsRefused()
    {
        await using var postgres = Create();
        await postgres.StartAsync(Ct);

        await using var connection = new NpgsqlConnection(postgres.PublicConnectionString + ";Password=wrong;Pooling=false");
        (await Should.ThrowAsync<PostgresException>(() => connection.OpenAsync(Ct))).SqlState.ShouldBe("28P01");
    }

    [Fact]
    public async Task StartAsync_AfterKill_RecoversWhatWasCommitted()
    {
        await using var postgres = Create(durable: true);
        await postgres.StartAsync(Ct);
        await ScalarAsync(postgres, "CREATE TABLE kept AS SELECT 42 AS n");
        var lockFile = Path.Combine(_folder.Path, "cluster", "postmaster.pid");
        Process.GetProcessById(int.Parse(File.ReadLines(lockFile).First(), CultureInfo.InvariantCulture)).Kill();
        await postgres.Exited.WaitAsync(TimeSpan.FromSeconds(10), Ct);

        await postgres.StartAsync(Ct);

        (await ScalarAsync(postgres, "SELECT n FROM kept")).ShouldBe(42);
    }

    [Fact]
    public async Task StartAsync_LockNamesAnotherProgram_Starts()
    {
        await using var postgres = Create();
        await postgres.StartAsync(Ct);
        await postgres.StopAsync(Ct);
        var mine = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "cluster", "postmaster.pid"), mine + "\n/elsewhere\n0\n5432\n\n127.0.0.1\n  0 0\nready\n", Ct);

        await postgres.StartAsync(Ct);

        (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task StartAsync_LastPortTaken_TakesAnother()
    {
        await using var postgres = Create();
        await postgres.StartAsync(Ct);
        await postgres.StopAsync(Ct);
        using var squatter = new TcpListener(IPAddress.Loopback, postgres.Port);
        squatter.Start();

        var before = postgres.Port;
        await postgres.StartAsync(Ct);

        postgres.Port.ShouldNotBe(before);
        (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
    }

    [Fact]
    public async Task StartAsync_GivenPortTaken_SaysSo()
    {
        using var squatter = new TcpListener(IPAddress.Loopback, 0);
        squatter.Start();
        await using var postgres = Create(((IPEndPoint)squatter.LocalEndpoint).Port);

        (await Should.ThrowAsync<LocalPostgresException>(() => postgres.StartAsync(Ct))).Message.ShouldContain("another program");
    }

    [Fact]
    public async Task StartAsync_FolderThatTheAccountPostgresReaches_Starts()
    {
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)Convert.ToInt32("755", 8));
        await using var postgres = Create();

        await postgres.StartAsync(Ct);

        (await ScalarAsync(postgres, "SELECT 1")).ShouldBe(1);
    }

    private LocalPostgres Create(int? port = null, bool durable = false) => new(
        new LocalPostgresOptions { Folder = _folder.Path, Durable = durable, Port = port }, TimeProvider.System, NullLogger<LocalPostgres>.Instance);

    private static async Task<object?> ScalarAsync(LocalPostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Ct);
    }
}
