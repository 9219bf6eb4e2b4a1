using Portal.Core.Jobs;
using Portal.Features.NewJob;
using Portal.UnitTests.Fakes;

namespace Portal.UnitTests.Pages;

public sealed class JobAdviceTests
{
    [Fact]
    public void Job_AsItShouldBe_GetsNone() => JobAdvice.On(SampleRuns.Job).ShouldBeEmpty();

    [Theory]
    [InlineData("spark.executor.memory", "8g", "Doubled")]
    [InlineData("spark.sql.shuffle.partitions", "4", "FewPartitions")]
    public void Setting_ThatIsProbablyNotMeant_IsNamed(string key, string value, string advice)
    {
        var job = SampleRuns.Job with { SparkConf = new Dictionary<string, string> { [key] = value } };

        JobAdvice.On(job).ShouldHaveSingleItem().ShouldSatisfyAllConditions(a => a.Key.ShouldBe(advice), a => a.Field.ShouldBe($"SparkConf[{key}]"));
    }

    [Theory]
    [InlineData("$HOME/data", true)]
    [InlineData("--day=$(date)", true)]
    [InlineData("~/data", true)]
    [InlineData("costs 5$", false)]
    [InlineData("a~b", false)]
    public void Argument_ThatOnlyAShellWouldExpand_IsNamed(string argument, bool named) =>
        JobAdvice.On(SampleRuns.Job with { Arguments = [argument] }).Any(a => a.Key == "NoShell").ShouldBe(named);

    [Fact]
    public void Script_WithoutSpark_HasNothingForItsExecutors() =>
        JobAdvice.On(SampleRuns.Job with { Script = new JobFile("main.py", "print(1)\n") }).ShouldHaveSingleItem().Key.ShouldBe("UnusedSpark");

    [Fact]
    public void Memory_SharedAmongManyCores_IsLittle() =>
        JobAdvice.On(SampleRuns.Job with { Executor = new PodSize { Cores = 4, Memory = "1g" } }).ShouldHaveSingleItem().Key.ShouldBe("LittleMemory");
}
