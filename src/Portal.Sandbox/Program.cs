using Portal.Sandbox.Hosting;

return args.FirstOrDefault() switch
{
    "serve" => await ServeCommand.RunAsync(args[1..]),
    _ => await ServeCommand.RunAsync([]),
};
