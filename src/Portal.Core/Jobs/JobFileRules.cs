using System.Text;
using System.Text.RegularExpressions;

namespace Portal.Core.Jobs;

/// <summary>Rules for what is run: main file or script, further files, main class.</summary>
internal static partial class JobFileRules
{
    public static IEnumerable<JobProblem> Check(SparkJob job) => [.. Main(job), .. MainClass(job), .. Files(job)];

    private static IEnumerable<JobProblem> Main(SparkJob job)
    {
        if (job.Script is { } script)
        {
            if (job.MainFile.Length > 0)
            {
                yield return new(nameof(job.MainFile), "MainFileAndScript", "Give either the address of a main file or a script, not both.");
            }

            if (job.Type is SparkJobType.Java or SparkJobType.Scala)
            {
                yield return new(nameof(job.Script), "ScriptNotPossible", $"A {job.Type} program is a jar: give its address as the main file, for example s3a://bucket/app.jar.");
            }
            else if (!HasExtension(script.Name, job.Type))
            {
                yield return new("Script.Name", "MainFileExtension", $"The script of a {job.Type} job ends with {Extension(job.Type)}, for example main{Extension(job.Type)}.");
            }

            if (string.IsNullOrWhiteSpace(script.Content))
            {
                yield return new("Script.Content", "ScriptEmpty", "The script is empty: write or upload what is to run.");
            }
        }
        else if (string.IsNullOrWhiteSpace(job.MainFile))
        {
            yield return new(nameof(job.MainFile), "MainFileMissing", "Say what is to run: the address of a main file, or a script.");
        }
        else if (!Address().IsMatch(job.MainFile))
        {
            yield return new(nameof(job.MainFile), "MainFileInvalid", "The main file is an address that Spark can read: local:///path for a file in the image, s3a://bucket/path or https://host/path.");
        }
        else if (!HasExtension(job.MainFile.Split('?', '#')[0], job.Type))
        {
            yield return new(nameof(job.MainFile), "MainFileExtension", $"The main file of a {job.Type} job ends with {Extension(job.Type)}.");
        }
    }

    private static IEnumerable<JobProblem> MainClass(SparkJob job)
    {
        var jvm = job.Type is SparkJobType.Java or SparkJobType.Scala;
        if (jvm && job.MainClass.Length == 0)
        {
            yield return new(nameof(job.MainClass), "MainClassMissing", $"A {job.Type} job needs the class with its main method, for example org.example.WordCount.");
        }
        else if (jvm && !ClassName().IsMatch(job.MainClass))
        {
            yield return new(nameof(job.MainClass), "MainClassInvalid", "The main class is written with its package, for example org.example.WordCount.");
        }
        else if (!jvm && job.MainClass.Length > 0)
        {
            yield return new(nameof(job.MainClass), "MainClassUnused", $"A {job.Type} job has no main class: leave it empty.");
        }
    }

    private static IEnumerable<JobProblem> Files(SparkJob job)
    {
        List<(string Field, JobFile File)> files = [.. job.Files.Select((file, i) => ($"Files[{i}]", file))];
        if (job.Script is { } script)
        {
            files.Insert(0, (nameof(job.Script), script));
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (field, file) in files)
        {
            if (!FileName().IsMatch(file.Name) || file.Name is "." or ".." || file.Name.StartsWith("..", StringComparison.Ordinal))
            {
                yield return new($"{field}.Name", "FileNameInvalid", "A file name has letters, digits, dots, dashes and underscores only, without folders, and at most 253 of them.");
            }
            else if (!names.Add(file.Name))
            {
                yield return new($"{field}.Name", "FileNameTwice", $"Two files are called {file.Name}: rename one of them.");
            }

            if (file.Content.Contains('\0', StringComparison.Ordinal))
            {
                yield return new($"{field}.Content", "FileNotText", $"{file.Name} is not a text file. Put other files where Spark can read them, for example s3a://bucket/path, and pass the address as an argument.");
            }
        }

        var bytes = files.Sum(f => (long)Encoding.UTF8.GetByteCount(f.File.Content));
        if (bytes > JobValidator.MaxFileBytes)
        {
            yield return new(
                files.Count == 1 ? $"{files[0].Field}.Content" : nameof(job.Files),
                "FilesTooLarge",
                $"The files have {bytes / 1024} KB together; at most {JobValidator.MaxFileBytes / 1024} KB travel with a job. Put larger ones where Spark can read them, for example s3a://bucket/path.");
        }
    }

    private static bool HasExtension(string name, SparkJobType type) => name.EndsWith(Extension(type), StringComparison.OrdinalIgnoreCase);

    private static string Extension(SparkJobType type) => type switch
    {
        SparkJobType.Python => ".py",
        SparkJobType.R => ".R",
        _ => ".jar",
    };

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*:/[^\s\x00]+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"\A[\p{L}_$][\p{L}\p{N}_$]*(\.[\p{L}_$][\p{L}\p{N}_$]*)*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ClassName();

    // What Kubernetes takes as a key of a ConfigMap.
    [GeneratedRegex(@"\A[-._a-zA-Z0-9]{1,253}\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileName();
}
