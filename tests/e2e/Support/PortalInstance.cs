using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;

namespace Portal.E2E.Support;

/// <summary>The real thing: <c>./run</c> of this checkout with a data folder and a port of its own.</summary>
public sealed class PortalInstance : IAsyncLifetime
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(4);
    private readonly StringBuilder _output = new();
    private TaskCompletionSource _ready = new();
    private Process? _run;

    public PortalInstance()
    {
        DataFolder = Directory.CreateTempSubdirectory("portal-e2e-").FullName;
        Port = FreePort();
    }

    public static string Repository { get; } = FindRepository();

    public string DataFolder { get; }

    public int Port { get; }

    /// <summary>What <c>./run</c> is started with.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    public string BaseUrl => $"http://127.0.0.1:{Port}";

    /// <summary>Everything that <c>./run</c> has printed.</summary>
    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public async ValueTask InitializeAsync() => await StartAsync();

    /// <summary>Starts <c>./run</c>, the first time or again after <see cref="StopAsync"/>; completes when it says that it is ready.</summary>
    public async Task StartAsync()
    {
        _ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var start = new ProcessStartInfo(Path.Combine(Repository, "run"), Arguments)
        {
            WorkingDirectory = Repository,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PORTAL_DATA"] = DataFolder;
        start.Environment["PORTAL_PORT"] = $"{Port}";
        _run = new Process { StartInfo = start };
        _run.OutputDataReceived += (_, line) => Record(line.Data);
        _run.ErrorDataReceived += (_, line) => Record(line.Data);
        _run.Start();
        _run.BeginOutputReadLine();
        _run.BeginErrorReadLine();
        var ended = _run.WaitForExitAsync();
        if (await Task.WhenAny(_ready.Task, ended).WaitAsync(StartTimeout) == ended)
        {
            throw new InvalidOperationException($"./run ended with code {_run.ExitCode}:\n{Output}");
        }
    }

    /// <summary>Ends one part (portal, sandbox or postgres) without a warning; <c>./run</c> starts it again.</summary>
    /// <returns>Once the new process has its pid written down.</returns>
    public async Task KillAsync(string part)
    {
        var file = Path.Combine(DataFolder, "pid", part);
        var pid = (await File.ReadAllTextAsync(file)).Trim();
        Process.GetProcessById(int.Parse(pid)).Kill();
        await Until.TrueAsync(async () => (await File.ReadAllTextAsync(file)).Trim() is { Length: > 0 } now && now != pid, $"{part} is started again");
    }

    /// <summary>Completes when the portal says that all its parts are well.</summary>
    public Task WaitUntilReadyAsync() => Until.TrueAsync(
        async () =>
        {
            try
            {
                using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
                return (await client.GetAsync(new Uri($"{BaseUrl}/readyz"))).IsSuccessStatusCode;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        },
        "the portal is ready",
        seconds: 60);

    /// <summary>A client of the REST API as one of the sandbox's users.</summary>
    public HttpClient Api(string user) => new()
    {
        BaseAddress = new Uri(BaseUrl),
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", File.ReadAllText(Path.Combine(DataFolder, "tokens", user)).Trim()) },
    };

    /// <summary>What Ctrl-C does; by TERM, because a test run in the background is born deaf to INT.</summary>
    public async Task StopAsync()
    {
        if (_run is { HasExited: false })
        {
            using var kill = Process.Start("kill", ["-TERM", $"{_run.Id}"]);
            await kill.WaitForExitAsync();
            await _run.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (TestContext.Current.TestState?.Result is not TestResult.Failed)
        {
            Directory.Delete(DataFolder, recursive: true);
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Portal.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }

    private void Record(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_output)
        {
            _output.AppendLine(line);
        }

        if (line.StartsWith("Portal ready: ", StringComparison.Ordinal))
        {
            _ready.TrySetResult();
        }
    }
}
