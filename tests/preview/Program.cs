using System.Security.Claims;
using Microsoft.Extensions.FileProviders;
using Portal.Components;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Logs;
using Portal.Hosting;
using Portal.Hubs;
using Portal.UnitTests.Fakes;

// Usage: dotnet run -- --urls http://127.0.0.1:PORT [--viewer] [--down]
var builder = WebApplication.CreateBuilder(args);
var root = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../src/Portal/wwwroot"));
var now = TimeProvider.System.GetUtcNow();
var cluster = new FakeCluster();
var jobs = new FakeJobs(TimeProvider.System) { Workspaces = { "team-new" } };
jobs.Runs.AddRange(SampleRuns.Day(now));
foreach (var pod in jobs.Runs.Where(r => !r.Ended && r.StartedAt is not null).SelectMany(SampleRuns.Pods))
{
    cluster.Pods.Put(pod);
}

if (args.Contains("--viewer"))
{
    cluster.Refused.UnionWith(["create", "delete"]);
}

if (args.Contains("--down"))
{
    cluster.Health = new ClusterHealth(false, now.AddMinutes(-3), "connection refused");
    jobs.Failure = new ClusterException(ClusterErrorKind.Unreachable, "GET https://127.0.0.1:6443/apis: connection refused");
}

builder.Services.AddPortalWeb();
builder.Services.AddPortalUi();
builder.Services.AddPortalHubs();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<ICluster>(cluster);
builder.Services.AddSingleton<IJobService>(jobs);
builder.Services.AddSingleton<ILogStore, FakeLogStore>();
builder.Services.AddSingleton(new JobOptions { Images = [new JobImage { Name = "Spark 3.5.3, Python 3.11", Image = "docker.io/library/spark:3.5.3-python3" }] });
builder.Services.AddSingleton(p => new SampleCatalog(Path.GetFullPath(Path.Combine(root, "../../../samples")), p.GetRequiredService<ILogger<SampleCatalog>>()));
builder.Services.AddAuthentication("none").AddCookie("none");
builder.Services.AddAuthorization();

var app = builder.Build();
app.UsePortalUi();
app.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(root) });
app.Use((context, next) =>
{
    context.User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "analyst"), new Claim("group", "team-a")], "preview"));
    return next(context);
});
app.UseAuthorization();
app.UseAntiforgery();
app.MapPortalHubs();
app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
await app.RunAsync();
