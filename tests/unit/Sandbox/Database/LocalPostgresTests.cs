using System.Runtime.Versioning;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Portal.Sandbox.Database;
using Shouldly;
using Xunit;

namespace Portal.UnitTests.Sandbox.Database;

[SupportedOSPlatform("linux")]
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

    private LocalPostgres Create(string? folder = null, int? port = null) => new(
        new LocalPostgresOptions { Folder = folder ?? _folder.Path, Durable = false, Port = port }, TimeProvider.System, NullLogger<LocalPostgres>.Instance);

    private static async Task<object?> ScalarAsync(LocalPostgres postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.ConnectionString + ";Pooling=false");
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Ct);
    }
}
