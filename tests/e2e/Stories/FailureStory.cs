using Portal.E2E.Support;

namespace Portal.E2E.Stories;

/// <summary>Runs that end badly say why in plain words.</summary>
public sealed class FailureStory(PortalInstance portal)
{
    [Theory]
    [InlineData("fails-python", "x = {}\nprint(x['missing'])\n", "PythonError", "KeyError")]
    [InlineData("fails-syntax", "print('unclosed\n", "SyntaxError", "main.py")]
    [InlineData("fails-signal", "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n", "Crashed", "SIGSEGV")]
    [InlineData("fails-exit", "import sys\nsys.exit(3)\n", "ExitCode", "3")]
    public async Task Run_Fails_SaysWhy(string name, string script, string code, string word)
    {
        using var api = portal.Api("analyst");

        await api.SubmitAsync(RestApi.Job(name, script));
        var run = await api.WaitForCauseAsync(name);

        run["cause"]!["code"]!.GetValue<string>().ShouldBe(code, run.ToJsonString());
        run["cause"]!.ToJsonString().ShouldContain(word);
    }

    [Fact]
    public async Task Run_OutOfMemory_SaysSo()
    {
        using var api = portal.Api("analyst");

        await api.SubmitAsync(RestApi.Job("fails-memory", "import time\nblocks = []\nfor _ in range(40):\n    blocks.append(bytearray(64 << 20))\n    time.sleep(0.05)\ntime.sleep(60)\n"));
        var run = await api.WaitForCauseAsync("fails-memory");

        run["cause"]!["code"]!.GetValue<string>().ShouldBe("OutOfMemory", run.ToJsonString());
        run["exitCode"]!.GetValue<int>().ShouldBe(137);
    }

    [Fact]
    public async Task Run_UnknownImage_WaitsAndSaysWhatToDo()
    {
        using var api = portal.Api("analyst");

        await api.SubmitAsync(new
        {
            name = "unknown-image",
            type = "Python",
            mainFile = "local:///opt/x.py",
            image = "registry.example.com/nobody/nothing:1",
            driver = new { cores = 1, memory = "512m" },
            executor = new { cores = 1, memory = "512m" },
            executors = 1,
        });

        await Until.TrueAsync(
            async () => (await api.GetRunAsync("unknown-image"))["summary"]!.GetValue<string>().Contains("image", StringComparison.OrdinalIgnoreCase), "the run names the image");
        (await api.DeleteAsync(new Uri("/api/v1/workspaces/team-a/jobs/unknown-image", UriKind.Relative))).IsSuccessStatusCode.ShouldBeTrue();
    }
}
