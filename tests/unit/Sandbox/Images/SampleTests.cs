namespace Portal.UnitTests.Sandbox.Images;

/// <summary>The examples of the spark image and the samples run over the stand-in and print what they should.</summary>
public sealed class SampleTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pi.py", "4", "Pi is roughly 3.1")]
    [InlineData("transitive_closure.py", "2", "The graph has 6816 pairs of connected nodes")]
    public async Task Example_WithNumber_Prints(string script, string argument, string expected) =>
        (await RunAsync(Path.Combine(SparkContent.Examples, script), argument)).ShouldContain(expected);

    [Theory]
    [InlineData("wordcount.py", "b a\nb\n", "b: 2")]
    [InlineData("sort.py", "10 9\n-1\n", "-1\n9\n10\n")]
    public async Task Example_WithFile_Prints(string script, string input, string expected) =>
        (await RunAsync(Path.Combine(SparkContent.Examples, script), Input(input))).ShouldContain(expected);

    [Fact]
    public async Task Example_PageRank_Converges() =>
        (await RunAsync(Path.Combine(SparkContent.Examples, "pagerank.py"), Input("a b\na c\nb c\nc a\n"), "30")).ShouldContain("c has rank: 1.192");

    [Theory]
    [InlineData("pi", "pi.py", new[] { "4" }, 0, "Pi is roughly 3.1")]
    [InlineData("word-count", "word_count.py", new[] { "--rounds", "2" }, 0, "   157  the")]
    [InlineData("sales-report", "sales_report.py", new string[0], 0, "4,000 sales, 1,278,211.91 in all")]
    [InlineData("bad-data", "sensor_average.py", new string[0], 1, "ValueError: could not convert string to float: 'n/a'")]
    public async Task Sample_AsItComes_Prints(string folder, string script, string[] arguments, int code, string expected) =>
        (await RunAsync(Path.Combine(SamplesFolder(), folder, script), arguments, code)).ShouldContain(expected);

    private string Input(string text)
    {
        var file = Path.Combine(_folder.Path, "input.txt");
        File.WriteAllText(file, text);
        return file;
    }

    private Task<string> RunAsync(string script, params string[] arguments) => RunAsync(script, arguments, 0);

    private async Task<string> RunAsync(string script, string[] arguments, int code)
    {
        using var process = new TestProcess(
            SparkContent.Environment(), _folder.Path,
            [SparkContent.Python, SparkContent.Entrypoint, "driver", "--conf", "spark.master=local-cluster[2,1,512]", "local://" + script, .. arguments]);
        (await process.WaitAsync()).ShouldBe(code, process.Log);
        return process.Log;
    }

    private static string SamplesFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Portal.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, "samples");
    }
}
