using System.Text;
using Portal.Core.Clusters;
using Portal.Core.Logs;
using Portal.Kube.Logs;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Logs;

public sealed class LogLineReaderTests
{
    private const string Stamp = "1970-01-01T00:00:01Z ";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_LinesAsTheyAre_KeepTheirBytes() =>
        (await AllAsync($"{Stamp}a\r\n{Stamp}\n{Stamp} \u001b[31mé\n")).ShouldBe([Line("a\r"), Line(""), Line(" \u001b[31mé")]);

    [Fact]
    public async Task Read_LineWithoutStamp_HasTheOneBefore() =>
        (await AllAsync($"remark\n{Stamp}a\nremark\n", start: 7)).ShouldBe([new LogLine(7, "remark"), Line("a"), Line("remark")]);

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public async Task Read_LastLineHasNoEnd_CountsOnlyWhenNothingFollows(bool takeRest, int count) => (await AllAsync($"{Stamp}a\n{Stamp}b", takeRest)).Count.ShouldBe(count);

    [Fact]
    public async Task Read_ManyLines_ComeInBatches()
    {
        var reader = new LogLineReader(new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Stamp + "x\n", 1200)))), 0, takeRest: true);
        var counts = new List<int>();
        while (await reader.ReadAsync(Ct) is { Count: > 0 } lines)
        {
            counts.Add(lines.Count);
        }

        counts.ShouldAllBe(c => c <= LogLineReader.MaxBatch);
        counts.Sum().ShouldBe(1200);
    }

    /// <summary>Cut at the same places however the bytes arrive, and never inside a character.</summary>
    [Theory]
    [InlineData(1, 5_000)]
    [InlineData(2, 70_000)]
    [InlineData(3, 5_000_000)]
    public async Task Read_LineIsTooLong_IsCutWithANote(int seed, int most)
    {
        var text = string.Concat(Enumerable.Repeat("ä€😀x", 300_000));
        var bytes = Encoding.UTF8.GetBytes($"{Stamp}{text}\n{Stamp}after\n");
        var reader = new LogLineReader(new SlicedStream(bytes, new Random(seed), most), 0, takeRest: false);

        var lines = new List<LogLine>();
        while (await reader.ReadAsync(Ct) is { Count: > 0 } batch)
        {
            lines.AddRange(batch);
        }

        lines[^1].ShouldBe(Line("after"));
        lines.Count.ShouldBe(4);
        lines.ShouldAllBe(l => l.UnixNanoseconds == 1_000_000_000 && Encoding.UTF8.GetByteCount(l.Text) <= LogLineReader.MaxLineBytes + 100);
        string.Concat(lines[..^1].Select((l, i) => i == 0 ? l.Text : l.Text[LogMarkers.Continued.Length..])).ShouldBe(text);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Read_InPieces_GivesTheSame(int seed)
    {
        var random = new Random(seed);
        var text = string.Concat(Enumerable.Range(0, 500).Select(i => $"{Stamp}{new string('y', random.Next(200))}{i}\n"));

        var whole = await AllAsync(text);
        var reader = new LogLineReader(new SlicedStream(Encoding.UTF8.GetBytes(text), random, 30), 0, takeRest: false);
        var pieces = new List<LogLine>();
        while (await reader.ReadAsync(Ct) is { Count: > 0 } batch)
        {
            pieces.AddRange(batch);
        }

        pieces.ShouldBe(whole);
    }

    private static LogLine Line(string text) => new(1_000_000_000, text);

    private static async Task<List<LogLine>> AllAsync(string text, bool takeRest = true, long start = 0)
    {
        var reader = new LogLineReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), start, takeRest);
        var lines = new List<LogLine>();
        while (await reader.ReadAsync(Ct) is { Count: > 0 } batch)
        {
            lines.AddRange(batch);
        }

        return lines;
    }
}
