using System.Runtime.Versioning;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Core.Storage;

namespace Portal.UnitTests.Core.Support;

/// <summary>A migrated database of one test class: use it as a class fixture.</summary>
[SupportedOSPlatform("linux")]
public sealed class TestDatabase(PostgresFixture postgres) : IAsyncLifetime
{
    private ServiceProvider? _services;

    public string ConnectionString { get; private set; } = "";

    internal RunHistory History => _services!.GetRequiredService<RunHistory>();

    internal RunWriter Writer => _services!.GetRequiredService<RunWriter>();

    internal IDbContextFactory<PortalDb> Contexts => _services!.GetRequiredService<IDbContextFactory<PortalDb>>();

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await postgres.NewDatabaseAsync();
        _services = new ServiceCollection().AddLogging().AddPortalStorage(ConnectionString).BuildServiceProvider();
        await _services.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _services!.DisposeAsync();
}
