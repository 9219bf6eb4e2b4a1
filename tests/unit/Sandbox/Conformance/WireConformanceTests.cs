using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Sandbox.Conformance;

/// <summary>
/// What works in the sandbox works on a real cluster: a conversation that was recorded with a Kubernetes API server is played against the sandbox,
/// node included, and the answers are compared. Takes some three minutes, most of them waiting, as the conversation does.
/// </summary>
public sealed class WireConformanceTests
{
    [Fact]
    public async Task RecordedConversation_PlayedAgain_IsAnsweredTheSame()
    {
        SharedData.Path("kubernetes", "wire");
        foreach (var tool in (string[])["python3", "curl"])
        {
            Assert.SkipUnless(OnPath(tool), $"{tool} is not installed");
        }
        var ct = TestContext.Current.CancellationToken;
        await using var run = await WireRun.StartAsync(ct);

        var differences = await run.PlayAsync(ct);

        var exceptions = WireExceptions.Read().ToDictionary(e => e.Number);
        var recorded = Directory.EnumerateFiles(SharedData.Path("kubernetes", "wire"), "*.response").Select(f => int.Parse(Path.GetFileName(f).Split('-')[0], null)).ToHashSet();
        TestContext.Current.TestOutputHelper!.WriteLine($"{recorded.Count - differences.Count} of {recorded.Count} recordings are answered the same.");
        differences.Where(d => !exceptions.ContainsKey(d.Key)).Select(d => d.Value).ShouldBeEmpty("these recordings are answered otherwise and are no exceptions");
        exceptions.Values.Where(e => e.Always && recorded.Contains(e.Number) && !differences.ContainsKey(e.Number)).Select(e => e.Number).ShouldBeEmpty("these exceptions are not needed any more");
    }

    private static bool OnPath(string tool) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(f => File.Exists(Path.Combine(f, tool)));
}
