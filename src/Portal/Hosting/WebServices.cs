using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.ResponseCompression;
using Portal.Features.Logs;

namespace Portal.Hosting;

/// <summary>Pages, their circuits and how bytes travel.</summary>
public static class WebServices
{
    // A script of 900 KB travels in one message of the circuit; with JSON's escapes it stays below this.
    private const long LargestMessage = 2 * 1024 * 1024;

    public static IServiceCollection AddPortalWeb(this IServiceCollection services)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents(ConfigureCircuits)
            .AddHubOptions(hub =>
            {
                hub.MaximumReceiveMessageSize = LargestMessage;
                hub.KeepAliveInterval = TimeSpan.FromSeconds(10);
                hub.ClientTimeoutInterval = TimeSpan.FromSeconds(30);
            });
        services.AddTransient<LogViewerScript>();
        services.AddResponseCompression(compression =>
            // Logs are plain text and stream: a compressor would hold lines back.
            compression.MimeTypes = ResponseCompressionDefaults.MimeTypes.Except(["text/plain"]).Append("image/svg+xml").Append("application/problem+json"));
        // Open pages, streams and followed logs end at once when the portal stops; this is for what does not listen.
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(3));
        return services;
    }

    private static void ConfigureCircuits(CircuitOptions circuit)
    {
        circuit.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
        circuit.DisconnectedCircuitMaxRetained = 100;
        circuit.MaxBufferedUnacknowledgedRenderBatches = 20;
        circuit.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20);
    }
}
