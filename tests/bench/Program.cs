using Portal.Bench;
using Portal.Bench.Scale;
using Portal.E2E.Support;

var quick = args.Contains("--quick");
var chosen = args.Where(a => !a.StartsWith('-')).ToList();
bool Wanted(string part) => chosen.Count == 0 || chosen.Contains(part);

var machine = await Machine.DescribeAsync();
List<TimeRow> times = [];
List<MemoryRow> memory = [];
List<FigureRow> figures = [];

PortalInstance portal;
if (Wanted("start"))
{
    (portal, var starts) = await StartBenchmark.MeasureAsync(rounds: 3);
    times.AddRange(starts);
}
else
{
    portal = new PortalInstance();
    await portal.StartAsync();
}

await using (portal)
await using (var browser = new BrowserFixture())
{
    await browser.InitializeAsync();
    var idle = Wanted("memory") ? await Memory.IdleAsync(portal) : null;
    if (Wanted("submit"))
    {
        times.AddRange(await SubmitBenchmark.MeasureAsync(portal, browser, quick ? 10 : 60));
    }

    if (Wanted("log"))
    {
        times.AddRange(await LogBenchmark.MeasureAsync(portal, browser, quick ? 100 : 600));
    }

    if (Wanted("objects"))
    {
        times.Add(await ObjectBenchmark.MeasureAsync(portal, browser, quick ? 20 : 60));
    }

    if (Wanted("scale"))
    {
        var (scaleTimes, scaleFigures) = await ScaleBenchmark.MeasureAsync(portal, browser, quick);
        times.AddRange(scaleTimes);
        figures.AddRange(scaleFigures);
    }

    if (idle is not null)
    {
        memory.AddRange(await Memory.WithPagesAsync(portal, browser, idle, pages: 20));
    }
}

Report.Write(Console.Out, machine, times, memory, figures);
