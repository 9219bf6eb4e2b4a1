using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Authentication;
using Portal.Sandbox.Api.Http;
using Portal.Sandbox.Hosting;
using Portal.Sandbox.Store;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Faults;

/// <summary>
/// The sandbox's API on a real socket inside this process, without node and controllers: nothing changes but what a test changes. Its
/// answers can be made to go wrong, and it can be restarted.
/// </summary>
internal sealed class InProcessApi : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("in-process-api-").FullName;
    private readonly TimeProvider _time;
    private readonly X509Certificate2? _certificate;
    private WebApplication? _app;
    private int _logins;

    private InProcessApi(TimeProvider time, X509Certificate2? certificate)
    {
        (_time, _certificate) = (time, certificate);
        Store = ObjectStore.InMemory(time);
        Objects = new Objects(Store, time);
    }

    public ObjectStore Store { get; }

    /// <summary>The API past the wire.</summary>
    public Objects Objects { get; }

    /// <summary>Where it listens now; a restart takes another one.</summary>
    public int Port { get; private set; }

    /// <summary>A file with a token that the server takes.</summary>
    public string TokenFile => Path.Combine(_folder, "token");

    /// <summary>Asked for every request; may change at any time.</summary>
    public Func<HttpRequest, AnswerFault> Faults { get; set; } = _ => AnswerFault.None;

    private string Users => Path.Combine(_folder, "users.csv");

    /// <param name="time">The server's clock.</param>
    /// <param name="certificate">Speaks TLS with it, HTTP/2 too; without one plain HTTP/1.1.</param>
    public static async Task<InProcessApi> StartAsync(TimeProvider time, X509Certificate2? certificate)
    {
        var api = new InProcessApi(time, certificate);
        api.RotateToken();
        api.RenewTokenFile();
        await new FirstStart(api.Store, api.Objects).EnsureAsync(CancellationToken.None);
        await api.ListenAsync();
        return api;
    }

    /// <summary>From now on the server takes another token only; the client's file still has the old one.</summary>
    public void RotateToken() => File.WriteAllText(Users, Portal.Sandbox.Api.Authentication.TokenFile.Line(Token(++_logins), "portal", "1", Caller.MastersGroup));

    /// <summary>The client's file has the token that the server takes.</summary>
    public void RenewTokenFile() => File.WriteAllText(TokenFile, Token(_logins));

    /// <summary>Breaks everything off, forgets the history of changes, and listens again.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        Store.Compact();
        await ListenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Token(int number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"token-{number}");

    private async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (_certificate is not null)
            {
                listen.UseHttps(_certificate);
            }
        }));
        builder.Services.AddSingleton(Store).AddSingleton(_time).AddSingleton(new ApiEndpoint(new Uri("https://127.0.0.1"), ""));
        builder.Services.AddApi(new ApiCredentials([Users], null, RandomNumberGenerator.GetBytes(32)));
        _app = builder.Build();
        var pipeline = _app.Services.GetRequiredService<ApiPipeline>();
        _app.Run(http => AnswerAsync(http, pipeline));
        await _app.StartAsync(CancellationToken.None);
        Port = new Uri(_app.Urls.First()).Port;
    }

    private async Task StopAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        try
        {
            await _app!.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // Open watches are cut, which is what is wanted.
        }

        await _app!.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http, ApiPipeline pipeline)
    {
        var fault = Faults(http.Request);
        if (fault.Status is { } status)
        {
            http.Response.Headers.RetryAfter = fault.RetryAfter;
            await FakeApi.WriteStatusAsync(http, status, status == 410 ? "Expired" : "Faulty", "made to fail");
            return;
        }

        if (fault != AnswerFault.None)
        {
            http.Response.Body = new FaultyBody(http.Response.Body, http.Request, fault);
        }

        try
        {
            await pipeline.HandleAsync(http);
        }
        catch (FaultException)
        {
            // The answer is as wrong as it was to be.
        }
    }
}
