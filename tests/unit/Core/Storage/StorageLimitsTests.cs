using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Portal.Core.Storage;

namespace Portal.UnitTests.Core.Storage;

public sealed class StorageLimitsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Limits_NotGiven_AreShort_GivenOnesAreKept()
    {
        var plain = new NpgsqlConnectionStringBuilder(StorageServices.WithLimits("Host=db;Database=portal"));
        (plain.Host, plain.Timeout, plain.CommandTimeout, plain.CancellationTimeout).ShouldBe(("db", 3, 3, 500));

        var given = new NpgsqlConnectionStringBuilder(StorageServices.WithLimits("Host=db;Timeout=15;CommandTimeout=60"));
        (given.Timeout, given.CommandTimeout, given.CancellationTimeout).ShouldBe((15, 60, 500));
    }

    [Fact]
    public async Task Read_ServerThatAcceptsAndSaysNothing_CountsAsDown()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        await using var services = new ServiceCollection().AddLogging().AddPortalStorage($"Host=127.0.0.1;Port={port};Username=x;Password=x;Timeout=1").BuildServiceProvider();

        var read = services.GetRequiredService<RunHistory>().FindAsync("test", "none", Ct);

        await Should.ThrowAsync<StorageUnavailableException>(() => read.WaitAsync(TimeSpan.FromSeconds(20), Ct));
    }
}
