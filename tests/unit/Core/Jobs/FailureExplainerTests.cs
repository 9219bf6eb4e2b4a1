using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Core.Jobs.Failures;
using Portal.UnitTests.Core.Support;

namespace Portal.UnitTests.Core.Jobs;

public sealed class FailureExplainerTests
{
    [Fact]
    public void Explain_PythonException_NamesTheOwnLine()
    {
        var cause = Explain("""
            reading
            Traceback (most recent call last):
              File "/opt/portal/job/main.py", line 12, in <module>
                total = parse(row)
              File "/opt/portal/job/helper.py", line 4, in parse
                return int(row[3])
              File "/usr/lib/python3.11/csv.py", line 99, in x
                y
            ValueError: invalid literal for int() with base 10: 'n/a'
            """);

        cause.Code.ShouldBe("PythonError");
        cause.Title.ShouldBe("The script failed at line 4 of helper.py with ValueError: invalid literal for int() with base 10: 'n/a'.");
        cause.Evidence.Select(e => e.LogLine).ShouldBe([104L, 108L]);
        cause.Evidence[1].Source.ShouldBe("Log, line 109");
    }

    [Fact]
    public void Explain_SyntaxError_NamesFileAndLine() =>
        Explain("""
              File "/opt/portal/job/main.py", line 3
                print("x"
                     ^
            SyntaxError: '(' was never closed
            """).Title.ShouldBe("The script has a syntax error at line 3 of main.py: '(' was never closed.");

    [Theory]
    [InlineData("Traceback (most recent call last):\n  File \"/opt/portal/job/main.py\", line 1, in <module>\n    import pandas\nModuleNotFoundError: No module named 'pandas'", "ModuleMissing")]
    [InlineData("python3: can't open file '/opt/x.py': [Errno 2] No such file or directory", "MainFileMissing")]
    [InlineData("Traceback (most recent call last):\n  File \"/opt/portal/job/main.py\", line 1, in <module>\n    open('x')\nFileNotFoundError: [Errno 2] No such file or directory: 'x'", "FileMissing")]
    [InlineData("pyspark.errors.exceptions.captured.AnalysisException: [PATH_NOT_FOUND] Path does not exist: s3a://b/x.", "FileMissing")]
    [InlineData("Error: Failed to load class org.example.Pi.", "ClassMissing")]
    [InlineData("Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space", "OutOfMemory")]
    [InlineData("Traceback (most recent call last):\n  File \"/opt/portal/job/main.py\", line 1, in <module>\n    x\nMemoryError", "OutOfMemory")]
    [InlineData("OSError: [Errno 28] No space left on device", "DiskFull")]
    public void Explain_LogLine_IsUnderstood(string log, string code) => Explain(log).Code.ShouldBe(code);

    [Fact]
    public void Explain_StageFailure_NamesTheTasksOwnError()
    {
        var cause = Explain("""
            Traceback (most recent call last):
              File "/opt/portal/job/main.py", line 30, in <module>
                rows.count()
            py4j.protocol.Py4JJavaError: An error occurred while calling o1.collect.
            : org.apache.spark.SparkException: Job aborted due to stage failure: Task 2 in stage 0.0 failed 4 times, most recent failure: Lost task 2.3 in stage 0.0 (TID 9) (10.0.0.1 executor 1): org.apache.spark.api.python.PythonException: Traceback (most recent call last):
              File "/opt/spark/python/lib/pyspark.zip/pyspark/worker.py", line 1247, in main
                process()
              File "/opt/portal/job/main.py", line 21, in price
                return float(row["price"])
            ValueError: could not convert string to float: 'free'

            """);

        cause.Code.ShouldBe("TaskFailed");
        cause.Title.ShouldBe("A task failed too often at line 21 of main.py with ValueError: could not convert string to float: 'free'.");
    }

    [Fact]
    public void Explain_JavaException_NamesTheRoot()
    {
        var cause = Explain("""
            Exception in thread "main" org.apache.spark.SparkException: it failed
            	at org.example.Pi.main(Pi.java:3)
            Caused by: java.io.IOException: connection refused
            	... 12 more
            Caused by: java.net.ConnectException: no route
            	at x
            done
            """);

        cause.Title.ShouldBe("The program failed with java.net.ConnectException: no route.");
        cause.Evidence.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(137, "OOMKilled", "OutOfMemory")]
    [InlineData(137, "Error", "Killed")]
    [InlineData(137, "ContainerStatusUnknown", "NodeRestarted")]
    [InlineData(143, "Error", "Killed")]
    [InlineData(139, "Error", "Crashed")]
    [InlineData(3, "Error", "ExitCode")]
    [InlineData(127, "Error", "CommandNotFound")]
    public void Explain_ExitCode_IsUnderstood(int exitCode, string reason, string code) =>
        FailureExplainer.Explain(Facts(Some.Pod().Ended(exitCode, reason), "working")).Code.ShouldBe(code);

    [Fact]
    public void Explain_OomKilled_WinsOverTheLog() =>
        FailureExplainer.Explain(Facts(Some.Pod().Ended(137, "OOMKilled"), "Traceback (most recent call last):\n  File \"a.py\", line 1\nValueError: x")).Code.ShouldBe("OutOfMemory");

    [Theory]
    [InlineData("ImagePullBackOff", "ImagePull")]
    [InlineData("ErrImagePull", "ImagePull")]
    [InlineData("InvalidImageName", "ImagePull")]
    [InlineData("CreateContainerConfigError", "ConfigMissing")]
    [InlineData("RunContainerError", "CannotStart")]
    public void Explain_WaitingContainer_IsUnderstood(string reason, string code)
    {
        var pod = Some.Pod() with { Containers = [new("spark-kubernetes-driver") { Image = "spark:9", Reason = reason, Message = "secret \"x\" not found" }] };

        var cause = FailureExplainer.Explain(Facts(pod, ""));

        cause.Code.ShouldBe(code);
        cause.Evidence.ShouldHaveSingleItem().Text.ShouldContain("secret");
    }

    [Theory]
    [InlineData("pods \"pi-driver\" is forbidden: exceeded quota: team-a, requested: requests.cpu=6, used: requests.cpu=0, limited: requests.cpu=4", "QuotaExceeded")]
    [InlineData("failed to run spark-submit: exit status 1", "SubmissionFailed")]
    [InlineData("driver pod not found", "DriverVanished")]
    [InlineData(null, "DriverVanished")]
    public void Explain_NoDriver_AsksTheOperator(string? message, string code)
    {
        var app = Some.App(state: "FAILED") with { ErrorMessage = message, SubmissionId = "s1" };

        FailureExplainer.Explain(new FailureFacts(app, null, [], [], LogTail.None)).Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("Evicted", "The node was low on resource: ephemeral-storage.", "DiskFull")]
    [InlineData("Evicted", "The node was low on resource: memory.", "Evicted")]
    [InlineData("NodeLost", "Node went away", "NodeRestarted")]
    public void Explain_PodReason_IsUnderstood(string reason, string message, string code) =>
        FailureExplainer.Explain(Facts(Some.Pod() with { Phase = "Failed", Reason = reason, Message = message }, "")).Code.ShouldBe(code);

    [Fact]
    public void Explain_OperatorSawTheEndFirst_IsUnderstoodByItsWords() =>
        FailureExplainer.Explain(new FailureFacts(Some.App() with { State = "FAILED", ErrorMessage = "driver container failed with ExitCode: 137, Reason: ContainerStatusUnknown" }, Some.Pod(), [], [], LogTail.None))
            .Code.ShouldBe("NodeRestarted");

    [Fact]
    public void Explain_Nothing_SaysSo() => FailureExplainer.Explain(new FailureFacts(Some.App(), null, [], [], LogTail.None)).Code.ShouldBe("Unknown");

    [Fact]
    public void Explain_AnyLog_GivesAFullCause()
    {
        var random = new Random(5);
        string[] lines = ["Traceback (most recent call last):", "  File \"/a.py\", line 99999999999, in x", "  File \"\", line 1", "ValueError", ": x", "", "Caused by: ", "Exception in thread \"m\" x", "Job aborted due to stage failure", "\tat x", new string('a', 5000) + ":"];
        for (var i = 0; i < 2_000; i++)
        {
            var log = new LogTail(0, [.. Enumerable.Range(0, random.Next(8)).Select(_ => lines[random.Next(lines.Length)])]);
            var cause = FailureExplainer.Explain(new FailureFacts(Some.App(state: "FAILED"), Some.Pod().Ended(1), [], [], log));

            cause.Code.ShouldNotBeEmpty();
            cause.Title.Length.ShouldBeInRange(1, 1_000);
            cause.Advice.ShouldNotBeEmpty();
            cause.Evidence.ShouldAllBe(e => e.LogLine == null || e.LogLine < log.Lines.Count);
        }
    }

    private static FailureCause Explain(string log) => FailureExplainer.Explain(Facts(Some.Pod().Ended(1), log));

    private static FailureFacts Facts(PodView driver, string log) => new(Some.App(state: "FAILED"), driver, [], [], new LogTail(100, log.Split('\n')));
}
