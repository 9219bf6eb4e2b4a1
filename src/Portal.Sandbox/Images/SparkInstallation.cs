namespace Portal.Sandbox.Images;

/// <summary>An Apache Spark of this host.</summary>
/// <param name="Home">Its folder, with <c>bin/spark-submit</c>.</param>
/// <param name="JavaHome">Folder of the Java it runs on; null when none was found and Spark may look for one itself.</param>
public sealed record SparkInstallation(string Home, string? JavaHome)
{
    /// <summary>The Spark of <c>SPARK_HOME</c>, or else of the <c>spark-submit</c> on <c>PATH</c>; null without one.</summary>
    /// <param name="variable">Value of an environment variable.</param>
    public static SparkInstallation? Find(Func<string, string?> variable)
    {
        var home = variable("SPARK_HOME") is { Length: > 0 } given ? Path.GetFullPath(given)
            : OnPath(variable, "spark-submit") is { } submit ? HomeOf(submit)
            : null;
        return home is not null && File.Exists(Path.Combine(home, "bin", "spark-submit")) ? new(home, FindJava(variable)) : null;
    }

    private static string? FindJava(Func<string, string?> variable)
    {
        if (variable("JAVA_HOME") is { Length: > 0 } given && Directory.Exists(given))
        {
            return Path.GetFullPath(given);
        }

        // <home>/bin/java, or <home>/jre/bin/java of Java 8; both work as a home.
        return OnPath(variable, "java") is { } java ? Path.GetDirectoryName(Path.GetDirectoryName(java)) : null;
    }

    /// <summary>Most have <c>home/bin/spark-submit</c>; pip puts a copy into an environment's <c>bin</c> and the rest below <c>site-packages</c>.</summary>
    private static string? HomeOf(string submit)
    {
        var above = Path.GetDirectoryName(Path.GetDirectoryName(submit))!;
        var lib = Path.Combine(above, "lib");
        return Directory.Exists(Path.Combine(above, "jars")) || !Directory.Exists(lib)
            ? above
            : Directory.EnumerateDirectories(lib, "python3*")
                .Select(python => Path.Combine(python, "site-packages", "pyspark"))
                .FirstOrDefault(Directory.Exists) ?? above;
    }

    /// <summary>A program's file, with symbolic links followed.</summary>
    private static string? OnPath(Func<string, string?> variable, string program) =>
        (variable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, program))
            .Where(File.Exists)
            .Select(file => File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(file))
            .FirstOrDefault();
}
