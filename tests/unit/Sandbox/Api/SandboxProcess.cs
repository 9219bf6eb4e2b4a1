using System.Diagnostics;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Portal.UnitTests.Sandbox.Api;

/// <summary>A real sandbox in a process of its own, with a data folder that goes with it.</summary>
public sealed class SandboxProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private readonly bool _ownsFolder;
    private Process? _process;

    private SandboxProcess(string folder, bool ownsFolder) => (Folder, _ownsFolder) = (folder, ownsFolder);

    public string Folder { get; }

    public string Data => Path.Combine(Folder, "data");

    public string KubeConfig => Path.Combine(Folder, "kubeconfig");

    public Uri Url { get; private set; } = new("https://127.0.0.1");

    public int Id => _process!.Id;

    public static async Task<SandboxProcess> StartAsync(string? folder = null, params string[] more)
    {
        var sandbox = new SandboxProcess(folder ?? Directory.CreateTempSubdirectory("sandbox-test-").FullName, folder is null);
        await sandbox.RestartAsync(more);
        return sandbox;
    }

    /// <summary>Starts it (again) over the same folder.</summary>
    public async Task RestartAsync(params string[] more)
    {
        _process?.Dispose();
        var start = StartInfo([.. ArgumentsFor(Folder), .. more]);
        // A file size limit is then an error to the process, not its end.
        start.FileName = "/bin/sh";
        start.ArgumentList.Insert(0, "-c");
        start.ArgumentList.Insert(1, "trap '' XFSZ; exec dotnet \"$@\"");
        start.ArgumentList.Insert(2, "sh");
        _process = Process.Start(start)!;
        var errors = new StringBuilder();
        _process.ErrorDataReceived += (_, line) => { lock (errors) { errors.AppendLine(line.Data); } };
        _process.BeginErrorReadLine();
        using var limit = new CancellationTokenSource(StartLimit);
        var ready = await _process.StandardOutput.ReadLineAsync(limit.Token);
        const string Prefix = "Sandbox ready: ";
        Url = ready?.StartsWith(Prefix, StringComparison.Ordinal) == true ? new Uri(ready[Prefix.Length..]) : throw new InvalidOperationException($"The sandbox did not start: {ready}\n{errors}");
    }

    public static string[] ArgumentsFor(string folder) =>
        ["serve", "--data", Path.Combine(folder, "data"), "--kubeconfig", Path.Combine(folder, "kubeconfig"), "--tokens", Path.Combine(folder, "tokens")];

    public static ProcessStartInfo StartInfo(params IEnumerable<string> args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Portal.Sandbox.dll"));
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }
        return start;
    }

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops it in its tracks, or lets it go on: it keeps its connections and says nothing meanwhile.</summary>
    public async Task HangAsync(bool hang)
    {
        using var kill = Process.Start("kill", [hang ? "-STOP" : "-CONT", Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>A client of one of the sandbox's users, who trusts its authority only.</summary>
    public HttpClient Client(string user = "sandbox-owner", X509Certificate2? certificate = null)
    {
        var ca = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(Data, "ca.crt"));
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(ca);
        if (certificate is not null)
        {
            handler.SslOptions.ClientCertificates = [certificate];
            handler.SslOptions.LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate;
        }
        var client = new HttpClient(handler) { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(60) };
        if (user.Length > 0)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token(user));
        }
        return client;
    }

    public string Token(string user) => File.ReadLines(Path.Combine(Data, "users.csv")).Select(l => l.Split(',')).Single(f => f[1] == user)[0];

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }
        _process?.Dispose();
        if (_ownsFolder)
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    public static StringContent Json(JsonNode body, string mediaType = "application/json") => new(body.ToJsonString(), Encoding.UTF8, mediaType);
}
