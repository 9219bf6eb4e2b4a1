using System.Text.RegularExpressions;

namespace Portal.Core.Jobs.Failures;

/// <summary>Causes that Spark's, Java's and the system's messages in the driver's log show.</summary>
internal static partial class LogRules
{
    public static FailureCause? OutOfMemory(FailureFacts facts) =>
        Find(facts.Log, "java.lang.OutOfMemoryError") is { } java
            ? new("OutOfMemory", "Java ran out of memory (OutOfMemoryError).", "Give the driver, or the executors if the line names a task, more memory; collect() and large broadcasts fill the driver.", [java])
            : PythonTraceback.All(facts.Log) is [.., { ShortType: "MemoryError" } python]
                ? new("OutOfMemory", $"Python ran out of memory{python.Where}.", "Give the driver more memory, or bring less data to it.", python.Evidence(facts.Log))
                : null;

    public static FailureCause? DiskFull(FailureFacts facts) =>
        Find(facts.Log, "No space left on device", "Disk quota exceeded") is { } line
            ? new("DiskFull", "The disk that the job writes to is full.", "Free space where the job writes, write less (fewer shuffles, no caching to disk), or ask for a larger volume.", [line])
            : null;

    public static FailureCause? MissingMainFile(FailureFacts facts) =>
        Find(facts.Log, "can't open file '", "Cannot load main class from JAR") is { } line || (line = Match(facts.Log, MissingLocalFile())) is not null
            ? new("MainFileMissing", "The main file is not where the job says.", "Check the address of the main file. local:// means a file inside the image.", [line])
            : null;

    public static FailureCause? MissingClass(FailureFacts facts) =>
        Match(facts.Log, NoClass()) is { } line
            ? new("ClassMissing", $"A Java class was not found: {PodRules.Sentence(line.Text)}", "Check the main class and its package, and that the jar or the image holds what it needs.", [line])
            : null;

    public static FailureCause? MissingData(FailureFacts facts) =>
        PythonTraceback.All(facts.Log) is [.., { ShortType: "FileNotFoundError" } t]
            ? new("FileMissing", $"A file was not found{t.Where}: {PodRules.Sentence(t.Message)}", "Check the path. A file on one machine is not on the others: keep data where every executor can read it.", t.Evidence(facts.Log))
            : Match(facts.Log, NoPath()) is { } line
                ? new("FileMissing", $"Data was not found: {PodRules.Sentence(NoPath().Match(line.Text).Value)}", "Check the path and that the job may read it.", [line])
                : null;

    public static FailureCause? StageFailure(FailureFacts facts)
    {
        var index = facts.Log.LastIndexOf("Job aborted due to stage failure");
        if (index < 0)
        {
            return null;
        }

        // The task's own traceback is quoted inside Spark's message.
        var inner = PythonTraceback.All(facts.Log).FirstOrDefault(t => t.Start >= index && t.ShortType is not ("Py4JJavaError" or "SparkException"));
        return inner is null
            ? new("TaskFailed", $"A task failed too often: {PodRules.Sentence(After(facts.Log.Lines[index], "stage failure:"))}", "The message names the task's error; the executor's log has more.", [facts.Log.Quote(index)])
            : new("TaskFailed", $"A task failed too often{inner.Where} with {inner.ShortType}{(inner.Message.Length > 0 ? ": " + PodRules.Sentence(inner.Message) : ".")}", "Correct the code or the data that the task works on; the executor's log has more.", [facts.Log.Quote(index), .. inner.Evidence(facts.Log)]);
    }

    public static FailureCause? JavaException(FailureFacts facts)
    {
        var thrown = LastIndex(facts.Log, Thrown());
        if (thrown < 0)
        {
            return null;
        }

        // The last "Caused by" of the chain is where it began.
        var root = thrown;
        for (var i = thrown + 1; i < facts.Log.Lines.Count && IsTrace(facts.Log.Lines[i]); i++)
        {
            root = facts.Log.Lines[i].StartsWith("Caused by: ", StringComparison.Ordinal) ? i : root;
        }

        var text = Thrown().Match(facts.Log.Lines[root]) is { Success: true } match ? match.Groups["what"].Value : After(facts.Log.Lines[root], "Caused by:");
        return new("JavaError", $"The program failed with {PodRules.Sentence(text)}", "The stack trace in the log names the place.", root == thrown ? [facts.Log.Quote(thrown)] : [facts.Log.Quote(thrown), facts.Log.Quote(root)]);
    }

    private static FailureEvidence? Find(LogTail log, params ReadOnlySpan<string> texts)
    {
        foreach (var text in texts)
        {
            if (log.LastIndexOf(text) is >= 0 and var index)
            {
                return log.Quote(index);
            }
        }

        return null;
    }

    private static FailureEvidence? Match(LogTail log, Regex pattern) => LastIndex(log, pattern) is >= 0 and var index ? log.Quote(index) : null;

    private static int LastIndex(LogTail log, Regex pattern)
    {
        for (var i = log.Lines.Count - 1; i >= 0; i--)
        {
            if (pattern.IsMatch(log.Lines[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsTrace(string line) =>
        line.StartsWith("\tat ", StringComparison.Ordinal) || line.StartsWith("Caused by: ", StringComparison.Ordinal) || line.StartsWith("\t... ", StringComparison.Ordinal) || line.StartsWith("    at ", StringComparison.Ordinal);

    private static string After(string line, string text) => line[(line.IndexOf(text, StringComparison.Ordinal) + text.Length)..].Trim();

    [GeneratedRegex(@"(FileNotFoundException|NoSuchFileException): (File )?(file:)?/\S+\.(py|jar|R)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MissingLocalFile();

    [GeneratedRegex(@"(Failed to load class|java\.lang\.ClassNotFoundException|java\.lang\.NoClassDefFoundError)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoClass();

    [GeneratedRegex(@"(\[PATH_NOT_FOUND\].*|Input path does not exist.*|Path does not exist.*|java\.io\.FileNotFoundException: .*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoPath();

    [GeneratedRegex(@"^Exception in thread ""[^""]*"" (?<what>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Thrown();
}
