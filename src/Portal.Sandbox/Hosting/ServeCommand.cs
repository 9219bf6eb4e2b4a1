using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Authentication;
using Portal.Sandbox.Api.Http;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Hosting;

/// <summary><c>serve</c>: the whole sandbox in this process, until a signal ends it.</summary>
public static class ServeCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        try
        {
            await ServeAsync(SandboxOptions.Parse(args));
            return 0;
        }
        catch (UsageException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            if (args.Count == 0)
            {
                await Console.Error.WriteLineAsync(SandboxOptions.Usage);
            }
            return 2;
        }
        catch (InvalidDataException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static async Task ServeAsync(SandboxOptions options)
    {
        using var data = DataFolder.Open(options.Data);
        var users = SandboxUsers.LoadOrCreate(data.Users);
        ClientAuthority.Ensure(data, TimeProvider.System);
        var credentials = new ApiCredentials(TokenFiles(options, data), data.ClientCa, ServiceAccountKey(data));
        using var certificate = ServerCertificate.LoadOrCreate(data, TimeProvider.System);
        var endpoint = new ApiEndpoint(new Uri($"https://127.0.0.1:{LoopbackPort.Choose(options.Port, data.Port)}"), data.CaFile);
        WriteAccess(options, data, users, endpoint);

        var builder = WebApplication.CreateSlimBuilder();
        SandboxLogging.Configure(builder.Logging);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Bodies are bounded where they are read, and a watch or log may be read as slowly as its reader likes.
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Limits.Http2.MaxStreamsPerConnection = 1000;
            kestrel.Listen(IPAddress.Loopback, endpoint.Port, listen => listen.UseHttps(https =>
            {
                https.ServerCertificate = certificate;
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                // Whose it is, and whether it may be believed, is asked with every request: a bad one is a 401, not a broken connection.
                https.AllowAnyClientCertificate();
            }));
        });
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.AddSingleton(options).AddSingleton(data).AddSingleton(endpoint).AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(s => ObjectStore.Open(data.Store, log: s.GetRequiredService<ILogger<ObjectStore>>()));
        builder.Services.AddApi(credentials);
        SandboxRooms.Add(builder.Services, options, data);

        await using var app = builder.Build();
        await app.Services.GetRequiredService<FirstStart>().EnsureAsync(app.Lifetime.ApplicationStopping);
        app.Run(app.Services.GetRequiredService<ApiPipeline>().HandleAsync);
        await app.StartAsync(app.Lifetime.ApplicationStopping);
        await Console.Out.WriteLineAsync($"Sandbox ready: {endpoint.Url.GetLeftPart(UriPartial.Authority)}");
        await app.WaitForShutdownAsync(CancellationToken.None);
    }

    private static IReadOnlyList<string> TokenFiles(SandboxOptions options, DataFolder data)
    {
        var more = options.TokenAuthFile ?? Environment.GetEnvironmentVariable(SandboxUsers.ExtraFileVariable);
        if (string.IsNullOrEmpty(more))
        {
            return [data.Users];
        }
        SandboxUsers.Read(more);
        return [data.Users, Path.GetFullPath(more)];
    }

    private static void WriteAccess(SandboxOptions options, DataFolder data, SandboxUsers users, ApiEndpoint endpoint)
    {
        var ca = File.ReadAllText(data.CaFile);
        PrivateFile.Update(data.PortalKubeConfig, KubeConfigFile.Text(endpoint.Url, ca, SandboxUsers.Portal, users.TokenOf(SandboxUsers.Portal)));
        if (options.KubeConfig is { } file)
        {
            PrivateFile.Update(file, KubeConfigFile.Text(endpoint.Url, ca, SandboxUsers.Owner, users.TokenOf(SandboxUsers.Owner)));
        }
        if (options.Tokens is { } folder)
        {
            users.WriteTokens(folder);
        }
    }

    private static byte[] ServiceAccountKey(DataFolder data)
    {
        if (!File.Exists(data.ServiceAccountKey))
        {
            PrivateFile.Write(data.ServiceAccountKey, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        }
        return Convert.FromBase64String(File.ReadAllText(data.ServiceAccountKey));
    }
}
