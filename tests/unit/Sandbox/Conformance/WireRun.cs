using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Portal.Sandbox.Hosting;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Sandbox.Conformance;

/// <summary>
/// One sandbox that the recorded conversation with a real API server is played against: with the conversation's users, the custom resource
/// definitions it needs and none of the namespaces that a sandbox starts with.
/// </summary>
internal sealed partial class WireRun : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(8);
    private readonly Api.SandboxProcess _sandbox;

    private WireRun(Api.SandboxProcess sandbox) => _sandbox = sandbox;

    private string Out => Path.Combine(_sandbox.Folder, "out");

    public static async Task<WireRun> StartAsync(CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("wire-test-").FullName;
        var tokens = Path.Combine(folder, "tokens.csv");
        await File.WriteAllTextAsync(tokens, "wire-admin,kubernetes-admin,,\"system:masters\"\n", ct);
        var sandbox = await Api.SandboxProcess.StartAsync(folder, "--token-auth-file", tokens, "--node-name", "node1", "--spark-operator", "off");
        var run = new WireRun(sandbox);
        try
        {
            await run.PrepareAsync(ct);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Plays the conversation, then compares: what is wrong with each recording that does not match, by its number.</summary>
    public async Task<IReadOnlyDictionary<int, string>> PlayAsync(CancellationToken ct)
    {
        await PythonAsync("record.py", [Out, "--node"], mustSucceed: true, ct);
        var report = await PythonAsync("compare.py", [SharedData.Path("kubernetes", "wire"), Out], mustSucceed: false, ct);
        report.ShouldContain("body ", Case.Sensitive, "compare.py did not get to its end");
        return Lines().Matches(report).ToDictionary(m => int.Parse(m.Groups["number"].Value, CultureInfo.InvariantCulture), m => m.Value.Trim());
    }

    public async ValueTask DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        Directory.Delete(_sandbox.Folder, recursive: true);
    }

    private async Task PrepareAsync(CancellationToken ct)
    {
        var users = new JsonObject { ["admin"] = new JsonObject { ["token"] = "wire-admin" } };
        foreach (var user in (string[])["alice", "bob"])
        {
            // As in the cluster that was recorded, they come with certificates.
            var prefix = Path.Combine(_sandbox.Folder, user);
            (await CertificateCommand.RunAsync(["--data", _sandbox.Data, "--user", user, "--group", "devs", "--out", prefix])).ShouldBe(0);
            users[user] = new JsonObject { ["cert"] = prefix + ".crt", ["key"] = prefix + ".key" };
        }
        await File.WriteAllTextAsync(Path.Combine(_sandbox.Folder, "users.json"), users.ToJsonString(), ct);
        using var client = _sandbox.Client();
        foreach (var ns in (string[])["team-a", "team-b"])
        {
            (await client.DeleteAsync(new Uri($"/api/v1/namespaces/{ns}", UriKind.Relative), ct)).EnsureSuccessStatusCode();
        }
        foreach (var file in Directory.EnumerateFiles(SharedData.Path("crds", "spark-operator")).Concat(Directory.EnumerateFiles(SharedData.Path("crds", "argo-workflows", "minimal"))))
        {
            await InstallAsync(client, await File.ReadAllTextAsync(file, ct), ct);
        }
    }

    private static async Task InstallAsync(HttpClient client, string definition, CancellationToken ct)
    {
        if (Name().Match(definition) is not { Success: true } name)
        {
            return;
        }
        var path = $"/apis/apiextensions.k8s.io/v1/customresourcedefinitions/{name.Groups["name"].Value}?fieldManager=wire-test";
        using var content = new StringContent(definition, Encoding.UTF8, new MediaTypeHeaderValue("application/apply-patch+yaml"));
        using var answer = await client.PatchAsync(new Uri(path, UriKind.Relative), content, ct);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(ct));
    }

    private async Task<string> PythonAsync(string tool, IReadOnlyList<string> arguments, bool mustSucceed, CancellationToken ct)
    {
        var url = _sandbox.Url.GetLeftPart(UriPartial.Authority);
        var start = new ProcessStartInfo("python3", [SharedData.Tool("wire", tool), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["WIRE_SERVER"] = url;
        start.Environment["WIRE_CA"] = Path.Combine(_sandbox.Data, "ca.crt");
        start.Environment["WIRE_USERS"] = Path.Combine(_sandbox.Folder, "users.json");
        start.Environment["WIRE_COMPACT"] = $"curl -sSfk --noproxy * -o /dev/null -X POST -H 'Authorization: Bearer wire-admin' {url}/sandbox/compact";
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        using var process = Process.Start(start)!;
        try
        {
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            if (mustSucceed)
            {
                process.ExitCode.ShouldBe(0, $"{tool}: {await errors}");
            }
            return output;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    [GeneratedRegex(@"^(?<number>\d+)-[^:]*: .*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Lines();

    [GeneratedRegex(@"^kind: CustomResourceDefinition\s[\s\S]*?^  name: (?<name>\S+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Name();
}
