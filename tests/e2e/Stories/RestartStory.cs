using System.Diagnostics;
using Portal.E2E.Support;

namespace Portal.E2E.Stories;

/// <summary>Ctrl-C ends all of it, and a second <c>./run</c> finds everything as it was.</summary>
public sealed class RestartStory
{
    [Fact]
    public async Task Run_StoppedAndStartedAgain_KeepsHistoryAndLeavesNoProcess()
    {
        await using var portal = new PortalInstance();
        await portal.StartAsync();
        using (var api = portal.Api("analyst"))
        {
            await api.SubmitAsync(RestApi.Job("kept", "print('from before')\n"));
            await api.WaitForAsync("kept", 60, "Succeeded");
            await api.SubmitAsync(RestApi.Job("cut-off", "import time\nprint('on', flush=True)\ntime.sleep(600)\n"));
            await api.WaitForAsync("cut-off", 60, "Running");
        }

        await portal.StopAsync();
        ProcessesOf(portal).ShouldBeEmpty();

        await portal.StartAsync();
        using (var api = portal.Api("analyst"))
        {
            (await api.WaitForAsync("kept", 30, "Succeeded"))["submittedBy"]!.GetValue<string>().ShouldBe("analyst");
            (await api.GetStringAsync(new Uri("/api/v1/workspaces/team-a/jobs/kept/log", UriKind.Relative))).ShouldContain("from before");
            (await api.WaitForCauseAsync("cut-off"))["cause"]!["code"]!.GetValue<string>().ShouldBe("NodeRestarted");
        }
    }

    [Fact]
    public async Task Run_WithADataFolderInUse_SaysSo()
    {
        await using var portal = new PortalInstance();
        await portal.StartAsync();

        var start = new ProcessStartInfo(Path.Combine(PortalInstance.Repository, "run")) { RedirectStandardError = true };
        start.Environment["PORTAL_DATA"] = portal.DataFolder;
        using var second = Process.Start(start)!;
        var said = await second.StandardError.ReadToEndAsync();
        await second.WaitForExitAsync();

        second.ExitCode.ShouldBe(1);
        said.ShouldContain($"Another ./run uses the data folder {portal.DataFolder}");
    }

    private static string[] ProcessesOf(PortalInstance portal) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => Path.Combine(folder, "cmdline"))
            .Where(File.Exists)
            .Select(ReadOrEmpty)
            .Where(command => command.Contains(portal.DataFolder, StringComparison.Ordinal)),
    ];

    private static string ReadOrEmpty(string file)
    {
        try
        {
            return File.ReadAllText(file).Replace('\0', ' ');
        }
        catch (IOException)
        {
            // The process has ended since it was listed.
            return "";
        }
    }
}
