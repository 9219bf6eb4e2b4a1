namespace Portal.Sandbox.Hosting;

/// <summary>Logs go to standard error; standard output is for what the command says to whoever started it.</summary>
internal static class SandboxLogging
{
    public static void Configure(ILoggingBuilder logging) => logging
        .ClearProviders()
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace)
        .AddFilter("Microsoft", LogLevel.Warning);
}
