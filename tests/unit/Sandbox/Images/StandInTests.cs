namespace Portal.UnitTests.Sandbox.Images;

/// <summary>Runs the stand-in's tests that are written in Python, each module as a process.</summary>
public sealed class StandInTests
{
    [Theory]
    [InlineData("test_transformations")]
    [InlineData("test_actions")]
    [InlineData("test_failures")]
    [InlineData("test_session")]
    [InlineData("test_eventlog")]
    [InlineData("test_entrypoint")]
    public async Task PythonTests_Module_Passes(string module)
    {
        var environment = SparkContent.Environment();
        environment["PYTHONPATH"] = string.Join(':', Path.Combine(SparkContent.Folder, "python"), Path.Combine(SparkContent.Folder, "entrypoint"));
        environment["PYTHONHASHSEED"] = "0";
        using var process = new TestProcess(environment, SparkContent.Tests, SparkContent.Python, "-m", "unittest", module);

        (await process.WaitAsync()).ShouldBe(0, process.Log);
    }
}
