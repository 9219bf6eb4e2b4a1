using System.Runtime.Versioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Core.Storage;
using Portal.UnitTests.Core.Support;

namespace Portal.UnitTests.Core.Storage;

[SupportedOSPlatform("linux")]
public sealed class SchemaTests(TestDatabase migrated, PostgresFixture postgres) : IClassFixture<TestDatabase>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Migrations_MakeWhatTheModelSays()
    {
        var created = await postgres.NewDatabaseAsync();
        await using (var db = new PortalDb(new DbContextOptionsBuilder<PortalDb>().UseNpgsql(created).Options))
        {
            await db.Database.EnsureCreatedAsync(Ct);
        }

        var wanted = await DescribeAsync(created);
        wanted.Count.ShouldBeGreaterThan(30);
        (await DescribeAsync(migrated.ConnectionString)).ShouldBe(wanted);
    }

    [Fact]
    public async Task MigrateAsync_ManyAtOnce_IsDoneOnce()
    {
        var connection = await postgres.NewDatabaseAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => MigrateAsync(connection)));

        (await DescribeAsync(connection)).ShouldBe(await DescribeAsync(migrated.ConnectionString));
    }

    private static async Task MigrateAsync(string connection)
    {
        using var services = Services(connection);
        await services.GetRequiredService<DatabaseMigrator>().MigrateAsync(Ct);
    }

    private static ServiceProvider Services(string connection) => new ServiceCollection().AddLogging().AddPortalStorage(connection).BuildServiceProvider();

    private static async Task<List<string>> DescribeAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Ct);
        await using var command = new NpgsqlCommand(
            """
            select 'column ' || concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, collation_name, is_identity, identity_generation)
              from information_schema.columns where table_schema = 'public' and table_name <> '__EFMigrationsHistory'
            union all
            select 'index ' || indexdef from pg_indexes where schemaname = 'public' and tablename <> '__EFMigrationsHistory'
            union all
            select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'public'::regnamespace and conrelid <> coalesce(to_regclass('"__EFMigrationsHistory"')::oid, 0)
            order by 1
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync(Ct);
        var lines = new List<string>();
        while (await reader.ReadAsync(Ct))
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }
}
