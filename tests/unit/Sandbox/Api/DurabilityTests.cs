using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Portal.UnitTests.Sandbox.Api;

/// <summary>Real processes, ended the hard way.</summary>
public sealed class DurabilityTests
{
    [Fact]
    public async Task Kill9_UnderLoad_KeepsEverythingAcknowledged()
    {
        await using var sandbox = await SandboxProcess.StartAsync();
        using var client = sandbox.Client();
        var acknowledged = new System.Collections.Concurrent.ConcurrentBag<string>();
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var writers = Enumerable.Range(0, 4).Select(w => Task.Run(async () =>
        {
            for (var i = 0; ; i++)
            {
                var name = $"w{w}-{i}";
                try
                {
                    using var answer = await CreateAsync(client, name);
                    if (answer.StatusCode != HttpStatusCode.Created)
                    {
                        return;
                    }
                }
                catch (HttpRequestException)
                {
                    return;
                }
                acknowledged.Add(name);
                if (acknowledged.Count >= 200)
                {
                    enough.TrySetResult();
                }
            }
        })).ToList();
        await enough.Task.WaitAsync(TimeSpan.FromMinutes(2));
        var port = sandbox.Url.Port;
        await sandbox.KillAsync();
        await Task.WhenAll(writers);
        await sandbox.RestartAsync();

        sandbox.Url.Port.ShouldBe(port);
        using var again = sandbox.Client();
        var there = JsonNode.Parse(await again.GetStringAsync(new Uri("/api/v1/namespaces/default/configmaps", UriKind.Relative)))!["items"]!.AsArray()
            .Select(i => (string)i!["metadata"]!["name"]!).ToHashSet(StringComparer.Ordinal);
        acknowledged.Where(n => !there.Contains(n)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Disk_Full_RefusesWithoutForgettingAndRecovers()
    {
        await using var sandbox = await SandboxProcess.StartAsync();
        using var client = sandbox.Client();
        await LimitFilesAsync(sandbox.Id, "131072");

        var (names, refused) = (new List<string>(), "");
        for (var i = 0; refused.Length == 0; i++)
        {
            using var answer = await CreateAsync(client, $"c{i}");
            if (answer.StatusCode == HttpStatusCode.Created)
            {
                names.Add($"c{i}");
            }
            else
            {
                answer.StatusCode.ShouldBe(HttpStatusCode.InternalServerError);
                (await answer.Content.ReadAsStringAsync()).ShouldContain("cannot write to its data folder");
                refused = $"c{i}";
            }
        }
        using var missing = await client.GetAsync(new Uri($"/api/v1/namespaces/default/configmaps/{refused}", UriKind.Relative));
        await LimitFilesAsync(sandbox.Id, "unlimited");
        using var recovered = await CreateAsync(client, refused);
        await sandbox.KillAsync();
        await sandbox.RestartAsync();

        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        recovered.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var again = sandbox.Client();
        foreach (var name in names.Append(refused))
        {
            using var answer = await again.GetAsync(new Uri($"/api/v1/namespaces/default/configmaps/{name}", UriKind.Relative));
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, name);
        }
    }

    [Fact]
    public async Task DataFolder_InUse_RefusesASecondSandbox()
    {
        await using var sandbox = await SandboxProcess.StartAsync();

        var (code, error) = await RunAsync(SandboxProcess.ArgumentsFor(sandbox.Folder));

        code.ShouldBe(2);
        error.ShouldContain($"is in use by another sandbox (process {sandbox.Id})");
    }

    [Fact]
    public async Task Port_InUse_SaysSo()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var folder = new TempFolder();

        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        var (code, error) = await RunAsync([.. SandboxProcess.ArgumentsFor(folder.Path), "--port", port]);

        code.ShouldBe(2);
        error.ShouldContain($"Port {port} is in use");
    }

    [Fact]
    public async Task Terminate_EndsInPeaceAndKeepsFilesPrivate()
    {
        await using var sandbox = await SandboxProcess.StartAsync();
        foreach (var file in (string[])["kubeconfig", "data/portal.kubeconfig", "data/users.csv", "data/server.key", "tokens/analyst", "tokens/admin", "tokens/viewer"])
        {
            File.GetUnixFileMode(Path.Combine(sandbox.Folder, file)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
        }
        using var process = Process.GetProcessById(sandbox.Id);

        using var kill = Process.Start("kill", ["-TERM", sandbox.Id.ToString(CultureInfo.InvariantCulture)]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await process.WaitForExitAsync(limit.Token);

        await sandbox.RestartAsync();
        using var client = sandbox.Client("admin");
        (await client.GetAsync(new Uri("/api/v1/namespaces/team-a", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static Task<HttpResponseMessage> CreateAsync(HttpClient client, string name) => client.PostAsync(
        new Uri("/api/v1/namespaces/default/configmaps", UriKind.Relative),
        SandboxProcess.Json(new JsonObject { ["metadata"] = new JsonObject { ["name"] = name }, ["data"] = new JsonObject { ["text"] = new string('x', 3000) } }));

    private static async Task LimitFilesAsync(int process, string bytes)
    {
        using var limit = Process.Start("prlimit", ["--pid", process.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:unlimited"]);
        await limit.WaitForExitAsync();
        limit.ExitCode.ShouldBe(0);
    }

    private static async Task<(int Code, string Error)> RunAsync(string[] args)
    {
        using var process = Process.Start(SandboxProcess.StartInfo(args))!;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var error = await process.StandardError.ReadToEndAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        return (process.ExitCode, error);
    }
}
