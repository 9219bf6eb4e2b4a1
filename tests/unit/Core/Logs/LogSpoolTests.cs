using Portal.Core.Logs;
using Portal.UnitTests.Sandbox;

namespace Portal.UnitTests.Core.Logs;

public sealed class LogSpoolTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Append_AnyLines_AreReadBackByNumber()
    {
        var lines = Lines(5_000, 1);
        using var spool = LogSpool.Open(_folder.Path);
        foreach (var batch in lines.Chunk(137))
        {
            spool.Append(batch);
        }

        spool.Extent.Lines.ShouldBe(lines.Count);
        spool.Extent.IndexEntries.ShouldBeGreaterThan(5);
        spool.Last.ShouldBe(lines[^1]);
        var random = new Random(2);
        for (var i = 0; i < 200; i++)
        {
            var from = random.Next(lines.Count);
            var count = random.Next(1, 300);
            LogSpoolReader.Read(_folder.Path, spool.Extent, from, count).ShouldBe(lines.Skip(from).Take(count));
        }

        LogSpoolReader.Read(_folder.Path, spool.Extent, lines.Count, 1).ShouldBeEmpty();
        LogSpoolReader.Read(_folder.Path, spool.Extent, -1, 1).ShouldBeEmpty();
        LogSpoolReader.Read(_folder.Path, spool.Extent, 0, 0).ShouldBeEmpty();
    }

    [Fact]
    public void Append_LongLines_AreKeptWholeAndTheAnswerIsBounded()
    {
        var lines = Enumerable.Range(0, 6).Select(i => new LogLine(i, new string((char)('a' + i), 3_000_000))).ToList();
        using var spool = LogSpool.Open(_folder.Path);
        spool.Append(lines);

        LogSpoolReader.Read(_folder.Path, spool.Extent, 0, 6).ShouldBe(lines.Take(2));
        LogSpoolReader.Read(_folder.Path, spool.Extent, 5, 6).ShouldBe(lines.Skip(5));
    }

    [Fact]
    public void Append_LineEndInside_StaysOneLine()
    {
        using var spool = LogSpool.Open(_folder.Path);
        spool.Append([new(1, "a\nb"), new(-5, "c\rd")]);

        LogSpoolReader.Read(_folder.Path, spool.Extent, 0, 9).ShouldBe([new LogLine(1, "a b"), new LogLine(0, "c\rd")]);
    }

    [Fact]
    public void Open_DataTornAtAnyByte_KeepsTheWholeLinesAndGoesOn()
    {
        var lines = Lines(12, 3);
        using (var spool = LogSpool.Open(_folder.Path))
        {
            spool.Append(lines);
        }

        var data = File.ReadAllBytes(Path.Combine(_folder.Path, SpoolFormat.DataFile));
        var index = File.ReadAllBytes(Path.Combine(_folder.Path, SpoolFormat.IndexFile));
        for (var size = 0; size <= data.Length; size++)
        {
            using var torn = new TempFolder();
            File.WriteAllBytes(Path.Combine(torn.Path, SpoolFormat.DataFile), data[..size]);
            File.WriteAllBytes(Path.Combine(torn.Path, SpoolFormat.IndexFile), index);
            var whole = data.AsSpan(0, size).Count((byte)'\n');

            using var spool = LogSpool.Open(torn.Path);
            spool.Extent.Lines.ShouldBe(whole);
            spool.Last.ShouldBe(whole == 0 ? null : lines[whole - 1]);
            spool.Append(lines.Skip(whole).ToList());
            LogSpoolReader.Read(torn.Path, spool.Extent, 0, 99).ShouldBe(lines);
        }
    }

    [Fact]
    public void Open_IndexTornAtAnyByte_IsMended()
    {
        var lines = Lines(3_000, 4);
        using (var spool = LogSpool.Open(_folder.Path))
        {
            spool.Append(lines);
        }

        var index = Path.Combine(_folder.Path, SpoolFormat.IndexFile);
        var whole = File.ReadAllBytes(index);
        for (var size = 0; size <= whole.Length; size++)
        {
            File.WriteAllBytes(index, whole[..size]);
            using (var spool = LogSpool.Open(_folder.Path))
            {
                spool.Extent.Lines.ShouldBe(lines.Count);
            }

            File.ReadAllBytes(index).ShouldBe(whole);
        }
    }

    [Fact]
    public void Open_ZerosInsteadOfTheLastBlock_AreCut()
    {
        var lines = Lines(3_000, 5);
        using (var spool = LogSpool.Open(_folder.Path))
        {
            spool.Append(lines);
        }

        var file = Path.Combine(_folder.Path, SpoolFormat.DataFile);
        var data = File.ReadAllBytes(file);
        var from = data.Length - 100_000;
        Array.Clear(data, from, 100_000);
        File.WriteAllBytes(file, data);
        var whole = data.AsSpan(0, from).Count((byte)'\n');

        using var opened = LogSpool.Open(_folder.Path);
        opened.Extent.Lines.ShouldBe(whole);
        opened.Last.ShouldBe(lines[whole - 1]);
    }

    [Fact]
    public async Task Read_WhileWritten_SeesOnlyWholeLinesInOrder()
    {
        var lines = Lines(20_000, 6);
        using var spool = LogSpool.Open(_folder.Path);
        var writing = Task.Run(() =>
        {
            foreach (var batch in lines.Chunk(50))
            {
                spool.Append(batch);
            }
        });

        for (var seen = 0; seen < lines.Count;)
        {
            var window = LogSpoolReader.Read(_folder.Path, spool.Extent, seen, 1_000);
            window.ShouldBe(lines.Skip(seen).Take(window.Count));
            seen += window.Count;
        }

        await writing;
    }

    private static List<LogLine> Lines(int count, int seed)
    {
        var random = new Random(seed);
        string[] words = ["", "INFO", "größe", "日本", "\u001b[31mred\u001b[0m", "50%\r60%", "\ud83d\ude80", new string('x', 300)];
        return [.. Enumerable.Range(0, count).Select(i => new LogLine(1_763_733_600_000_000_000 + i, string.Join(' ', Enumerable.Range(0, random.Next(6)).Select(_ => words[random.Next(words.Length)]))))];
    }
}
