using Portal.Sandbox.Database;
using Portal.Sandbox.Hosting;

using var loggers = LoggerFactory.Create(logging => logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));

return args.FirstOrDefault() switch
{
    "serve" => await ServeCommand.RunAsync(args[1..]),
    "postgres" => await PostgresCommand.RunAsync(args[1..], loggers, CancellationToken.None),
    _ => await ServeCommand.RunAsync([]),
};
