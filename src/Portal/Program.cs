using Portal.Hosting;

var builder = WebApplication.CreateBuilder(args);
builder.AddPortal();
return await PortalHost.RunAsync(builder);
