using Portal.Core.Clusters;
using Portal.Core.Logs;
using Portal.Kube.Logs;

namespace Portal.UnitTests.Kube.Logs;

public sealed class ResumeWindowTests
{
    private const long Second = LogStamp.NanosecondsPerSecond;

    /// <summary>Any log, read in any number of pieces, is given once and whole.</summary>
    [Fact]
    public void Accept_RandomLogReadInPieces_GivesEachLineOnce()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var log = RandomLog(random, disorder: true);
            var window = new ResumeWindow(after: null);
            var given = new List<LogLine>();
            var length = 0;
            for (var round = 0; given.Count < log.Count && round < 10_000; round++)
            {
                length = Math.Min(log.Count, length + random.Next(12));
                Replay(window, log.Take(length), given, random.Next(2) == 0 ? length : random.Next(length + 1));
            }

            given.ShouldBe(log, $"seed {seed}");
        }
    }

    /// <summary>The same when the reader itself was restarted and knows its last line only. Lines that are alike to the nanosecond cannot be told apart then.</summary>
    [Fact]
    public void Accept_ReaderRestarts_GivesTheRest()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var log = RandomLog(random, disorder: false).Select((l, i) => l with { Text = $"{l.Text}{i}" }).ToList();
            var held = random.Next(1, log.Count);
            var window = new ResumeWindow(log[held - 1]);
            var given = new List<LogLine>();
            for (var round = 0; given.Count < log.Count - held && round < 10_000; round++)
            {
                Replay(window, log, given, random.Next(log.Count + 1));
            }

            given.ShouldBe(log.Skip(held), $"seed {seed}");
        }
    }

    [Fact]
    public void Accept_LastLineIsNoLongerThere_ReportsAGapOnce()
    {
        var window = new ResumeWindow(after: null);
        window.BeginReplay();
        window.Accept(new LogLine(5 * Second, "a"));

        window.BeginReplay();

        window.Accept(new LogLine((5 * Second) + 7, "b")).ShouldBe(ResumeWindow.Verdict.TakeAfterGap);
        window.Accept(new LogLine((5 * Second) + 8, "c")).ShouldBe(ResumeWindow.Verdict.Take);
    }

    [Fact]
    public void Accept_LineHeldIsNoLongerThere_ReportsAGap()
    {
        var window = new ResumeWindow(new LogLine(5 * Second, "held"));
        window.BeginReplay();

        window.Accept(new LogLine(6 * Second, "later")).ShouldBe(ResumeWindow.Verdict.TakeAfterGap);
    }

    [Fact]
    public void Accept_LineHeldIsOurOwnRemark_GoesByItsStamp()
    {
        var window = new ResumeWindow(new LogLine(5 * Second, LogMarkers.Gap + "why"));
        window.BeginReplay();

        window.Accept(new LogLine(5 * Second, "before the remark")).ShouldBe(ResumeWindow.Verdict.Drop);
        window.Accept(new LogLine(6 * Second, "later")).ShouldBe(ResumeWindow.Verdict.Take);
    }

    [Fact]
    public void Accept_MoreLinesInASecondThanAreRemembered_RepeatsNone()
    {
        var log = Enumerable.Range(0, 50_000).Select(i => new LogLine((9 * Second) + i, "x")).ToList();
        var window = new ResumeWindow(after: null);
        var given = new List<LogLine>();
        Replay(window, log, given, 40_000);

        Replay(window, log, given, log.Count);

        given.Count.ShouldBe(log.Count);
    }

    /// <summary>One answer of the API: from the second of the newest line on, broken off after so many lines.</summary>
    private static void Replay(ResumeWindow window, IEnumerable<LogLine> log, List<LogLine> given, int most)
    {
        var since = window.Since ?? 0;
        window.BeginReplay();
        foreach (var line in log.Where(l => l.UnixNanoseconds >= since).Take(most))
        {
            switch (window.Accept(line))
            {
                case ResumeWindow.Verdict.Take:
                    given.Add(line);
                    break;
                case ResumeWindow.Verdict.TakeAfterGap:
                    throw new InvalidOperationException("There is no gap.");
                default:
                    break;
            }
        }
    }

    private static List<LogLine> RandomLog(Random random, bool disorder)
    {
        var time = 100 * Second;
        var log = new List<LogLine>();
        for (var i = random.Next(2, 60); i > 0; i--)
        {
            time += random.Next(4) switch
            {
                0 => 0,
                1 => 1,
                2 => random.Next(1000),
                _ => random.NextInt64(Second),
            };
            var late = disorder && random.Next(10) == 0 ? random.Next(2000) : 0;
            log.Add(new LogLine(time - late, $"line {random.Next(3)}"));
        }

        return log;
    }
}
