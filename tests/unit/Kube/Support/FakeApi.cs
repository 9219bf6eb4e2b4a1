using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Kube;
using Portal.Kube.Api;

namespace Portal.UnitTests.Kube.Support;

/// <summary>A small Kubernetes API on a real socket whose answers can be made to go wrong.</summary>
internal sealed class FakeApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeApi(WebApplication app) => _app = app;

    public FakeStore Store { get; } = new();

    public ConcurrentQueue<RecordedRequest> Requests { get; } = new();

    /// <summary>Asked for every request; may change while requests run.</summary>
    public Func<HttpRequest, Fault> Faults { get; set; } = _ => Fault.None;

    /// <summary>Answers a request instead of the store; returns false to leave it to the store.</summary>
    public Func<HttpContext, Task<bool>> Handler { get; set; } = _ => Task.FromResult(false);

    public Uri Address => new(_app.Urls.First());

    public static async Task<FakeApi> StartAsync(X509Certificate2? certificate = null, Action<HttpsConnectionAdapterOptions>? tls = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            if (certificate is not null)
            {
                listen.UseHttps(https =>
                {
                    https.ServerCertificate = certificate;
                    tls?.Invoke(https);
                });
            }
        }));
        var app = builder.Build();
        var api = new FakeApi(app);
        app.Run(api.HandleAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return api;
    }

    public KubeEndpoint Endpoint(ICredentialSource? credentials = null) => new()
    {
        Name = "fake",
        Server = new Uri(Address, "/"),
        Credentials = credentials ?? new FixedCredential(Credential.Bearer("secret-token")),
    };

    public KubeHttp Http(TimeProvider? time = null, TimeSpan? timeout = null) =>
        new(Endpoint(), timeout ?? TimeSpan.FromSeconds(30), time ?? TimeProvider.System, NullLogger<KubeHttp>.Instance);

    public KubeCluster Cluster(TimeProvider? time = null, KubeOptions? options = null) =>
        new(Endpoint(), options ?? new KubeOptions(), time ?? TimeProvider.System, NullLoggerFactory.Instance);

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.Zero);
        try
        {
            await _app.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // Open watches are cut, which is what is wanted.
        }

        await _app.DisposeAsync();
    }

    public static Task WriteStatusAsync(HttpContext context, int code, string reason, string message) =>
        WriteAsync(context, code, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["message"] = message, ["reason"] = reason, ["code"] = code }.ToJsonString());

    public static async Task WriteAsync(HttpContext context, int code, string json)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(json), context.RequestAborted);
    }

    private async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body);
        Requests.Enqueue(new RecordedRequest(
            request.Method,
            request.Path,
            request.QueryString.Value ?? "",
            request.Protocol,
            request.Headers.ToDictionary(h => h.Key, h => h.Value.Select(v => v ?? "").ToArray()),
            await reader.ReadToEndAsync(context.RequestAborted)));
        var fault = Faults(request);
        context.Response.Body = new FaultStream(context, context.Response.Body, fault);
        try
        {
            if (fault.Status is { } status)
            {
                if (fault.RetryAfter is not null)
                {
                    context.Response.Headers.RetryAfter = fault.RetryAfter;
                }

                await WriteStatusAsync(context, status, "Faulty", "made to fail");
            }
            else if (!await Handler(context))
            {
                await ServeAsync(context, fault);
            }
        }
        catch (Exception e) when (e is FaultException or OperationCanceledException)
        {
            // The answer is broken off, or nobody listens any more.
        }
    }

    private Task ServeAsync(HttpContext context, Fault fault)
    {
        // /api/v1/pods, /api/v1/namespaces/NS/pods[/NAME], /apis/GROUP/VERSION/...
        var parts = context.Request.Path.Value!.Trim('/').Split('/');
        var rest = parts.Skip(parts[0] == "api" ? 2 : 3).ToArray();
        var (ns, plural, name) = rest switch
        {
            ["namespaces", var n, var p] => (n, p, null),
            ["namespaces", var n, var p, var o] => (n, p, o),
            ["namespaces", var o] => ("", "namespaces", o),
            [var p] => ("", p, (string?)null),
            _ => ("", "", null),
        };
        return (context.Request.Method, name) switch
        {
            ("GET", null) when context.Request.Query["watch"] == "true" => WatchAsync(context, plural, fault),
            ("GET", null) => ListAsync(context, plural),
            ("GET", _) when Store.Find(plural, ns, name) is { } found => WriteAsync(context, 200, found.ToJsonString()),
            _ => WriteStatusAsync(context, 404, "NotFound", $"{plural} \"{name}\" not found"),
        };
    }

    private Task ListAsync(HttpContext context, string plural)
    {
        var query = context.Request.Query;
        var (version, items) = Store.List(plural);
        var from = 0;
        if (query["continue"].FirstOrDefault() is { Length: > 0 } token)
        {
            // A page of another moment is refused: this store keeps no past.
            var parts = token.Split('.');
            if (parts[0] != version.ToString(CultureInfo.InvariantCulture))
            {
                return WriteStatusAsync(context, 410, "Expired", "The provided continue parameter is too old");
            }

            from = int.Parse(parts[1], CultureInfo.InvariantCulture);
        }

        var limit = query["limit"].FirstOrDefault() is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : int.MaxValue;
        var page = items.Skip(from).Take(limit).ToList();
        var next = from + page.Count < items.Count ? FormattableString.Invariant($"{version}.{from + page.Count}") : "";
        var metadata = FormattableString.Invariant($$"""{"resourceVersion":"{{version}}","continue":"{{next}}"}""");
        return WriteAsync(context, 200, $$"""{"kind":"List","apiVersion":"v1","metadata":{{metadata}},"items":[{{string.Join(',', page)}}]}""");
    }

    private async Task WatchAsync(HttpContext context, string plural, Fault fault)
    {
        var version = long.Parse(context.Request.Query["resourceVersion"]!, CultureInfo.InvariantCulture);
        var ct = context.RequestAborted;
        await context.Response.Body.FlushAsync(ct);
        while (!ct.IsCancellationRequested)
        {
            var (events, more) = Store.Since(plural, version);
            if (events is null || fault.Expired)
            {
                await LineAsync("""{"type":"ERROR","object":{"kind":"Status","status":"Failure","message":"too old resource version","reason":"Expired","code":410}}""");
                return;
            }

            foreach (var (at, line) in events)
            {
                await LineAsync(line);
                version = at;
                if (fault.OddBookmarks)
                {
                    await BookmarkAsync(at);
                    await BookmarkAsync(at - 5);
                    await BookmarkAsync(at);
                }
            }

            if (fault.Garbage)
            {
                await LineAsync("""{"type":"MODIFIED","object":{"metadata":{"name":"x" """);
            }

            await more.WaitAsync(ct);
        }

        Task BookmarkAsync(long at) => LineAsync("""{"type":"BOOKMARK","object":{"kind":"Pod","metadata":{"resourceVersion":"VERSION"}}}""".Replace("VERSION", at.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

        async Task LineAsync(string line)
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), ct);
            await context.Response.Body.FlushAsync(ct);
        }
    }
}
