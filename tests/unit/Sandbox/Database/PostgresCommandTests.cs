using Npgsql;
using Portal.Sandbox.Node.Processes;
using Portal.UnitTests.Sandbox.Node;

namespace Portal.UnitTests.Sandbox.Database;

public sealed class PostgresCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Command_ThatIsStopped_StopsTheServer()
    {
        using var command = await StartAsync();
        command.FirstLine.ShouldStartWith("PostgreSQL ready: Host=127.0.0.1;Port=");
        await using (var connection = new NpgsqlConnection(await File.ReadAllTextAsync(Path.Combine(_folder.Path, "connection"), Ct) + ";Pooling=false"))
        {
            await connection.OpenAsync(Ct);
        }

        await command.TerminateAsync();

        command.ExitCode.ShouldBe(0);
        IsServed().ShouldBeFalse();
    }

    [Fact]
    public async Task Command_ThatIsKilled_LeavesNoServerAndStartsAgain()
    {
        using (var command = await StartAsync())
        {
            IsServed().ShouldBeTrue();
            await command.KillAsync();
        }

        await TestNode.UntilAsync(() => !IsServed());
        using var again = await StartAsync();
        again.FirstLine.ShouldStartWith("PostgreSQL ready");
        await again.TerminateAsync();
    }

    [Fact]
    public async Task Command_WithoutFolder_SaysHowToUseIt()
    {
        using var command = await SandboxProcess.StartAsync(["postgres"], Ct);

        await TestNode.UntilAsync(() => command.HasExited);
        command.ExitCode.ShouldBe(2);
    }

    private Task<SandboxProcess> StartAsync() => SandboxProcess.StartAsync(["postgres", "--data", _folder.Path], Ct);

    private bool IsServed()
    {
        var cluster = Path.Combine(_folder.Path, "cluster");
        return ProcFile.All().Any(pid => ProcFile.WorkingDirectory(pid) == cluster);
    }
}
