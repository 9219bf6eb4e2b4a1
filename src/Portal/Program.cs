using Portal.Hosting;

return await PortalHost.RunAsync(() =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddPortal();
    builder.AddDomain();
    return builder.Build().UsePortal();
});
