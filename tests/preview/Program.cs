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

// A failed run as an analyst meets it: two attempts, a wait that passed, an executor that was lost.
var failed = jobs.Runs.First(r => r.Cause is not null);
jobs.Put(failed with
{
    Attempts = [.. failed.Attempts.Select(a => a with { Cause = failed.Cause!.Title }), .. failed.Attempts.Select(a => a with { Number = 2, Cause = failed.Cause!.Title })],
    Definition = failed.Definition! with { Retries = 1 },
});
jobs.Put(SampleRuns.Make(failed.Job, JobState.Succeeded, "Done", "analyst", failed.SubmittedAt.AddDays(-1), TimeSpan.FromMinutes(14)) with { Definition = failed.Definition! with { Executors = 9, Retries = 1 } });
foreach (var (reason, type, seconds, message) in new[] { ("FailedScheduling", "Warning", 1, "0/1 nodes are available: 1 Insufficient cpu."), ("Pulled", "Normal", 2, "Container image already present on machine"), ("BackOff", "Warning", 900, "Back-off restarting failed container") })
{
    cluster.Events.Put(new EventView(new ResourceKey(failed.Cluster, ResourceKind.Event, failed.Workspace, reason), reason, "1")
    {
        Type = type,
        Reason = reason,
        Message = message,
        RegardingKind = "Pod",
        RegardingName = $"{failed.Name}-driver",
        At = failed.SubmittedAt.AddSeconds(seconds),
    });
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
