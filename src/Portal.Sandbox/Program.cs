using Portal.Sandbox.Database;
using Portal.Sandbox.Hosting;

switch (args.FirstOrDefault())
{
    case "serve":
        return await ServeCommand.RunAsync(args[1..]);
    case "certificate":
        return await CertificateCommand.RunAsync(args[1..]);
    case "postgres":
        using (var loggers = LoggerFactory.Create(SandboxLogging.Configure))
        {
            return await PostgresCommand.RunAsync(args[1..], loggers, CancellationToken.None);
        }
    default:
        await Console.Error.WriteLineAsync("Usage: Portal.Sandbox serve|certificate|postgres --data DIR [options]");
        return 2;
}
