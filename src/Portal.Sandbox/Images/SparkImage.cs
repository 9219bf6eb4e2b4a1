namespace Portal.Sandbox.Images;

/// <summary>The spark image: laid out like Spark's own, with a Spark of the host inside or else the stand-in.</summary>
internal static class SparkImage
{
    private const string Home = "/opt/spark";
    private const string Python = "/usr/bin/python3";

    /// <summary>Beside Spark's folder and not in it, because a Spark of the host brings that whole.</summary>
    private const string EntrypointFolder = "/opt/sandbox/spark";

    private const string JavaHome = "/opt/java";

    /// <param name="content">Folder with the Python files of this room, <c>Images/Spark</c> beside the program.</param>
    /// <param name="spark">The host's Spark; null for the stand-in.</param>
    /// <param name="notice">See <see cref="HostImage.Notice"/>.</param>
    public static HostImage Build(string content, SparkInstallation? spark, string notice) => new()
    {
        Name = "spark",
        Entrypoint = [Python, $"{EntrypointFolder}/entrypoint.py"],
        DefaultArgs = ["/bin/sh"],
        WorkingDirectory = $"{Home}/work-dir",
        Environment = spark is null ? StandInEnvironment() : SparkEnvironment(spark),
        Mounts = new Dictionary<string, string>(spark is null ? StandInMounts(content) : SparkMounts(spark))
        {
            [EntrypointFolder] = Path.Combine(content, "entrypoint"),
        },
        Notice = notice,
    };

    private static Dictionary<string, string> StandInEnvironment() => new()
    {
        ["SPARK_HOME"] = Home,
        ["PYTHONPATH"] = $"{Home}/python",
        ["PYTHONUNBUFFERED"] = "1",
        ["PYTHONHASHSEED"] = "0",
    };

    /// <summary>Folder by folder, so that volumes can be mounted below <c>/opt/spark</c> itself.</summary>
    private static Dictionary<string, string> StandInMounts(string content) => new()
    {
        [$"{Home}/python"] = Path.Combine(content, "python"),
        [$"{Home}/examples"] = Path.Combine(content, "examples"),
    };

    private static Dictionary<string, string> SparkEnvironment(SparkInstallation spark)
    {
        var environment = new Dictionary<string, string>
        {
            ["SPARK_HOME"] = Home,
            ["PYSPARK_PYTHON"] = Python,
            ["PYSPARK_DRIVER_PYTHON"] = Python,
            ["PYTHONUNBUFFERED"] = "1",
        };
        if (spark.JavaHome is not null)
        {
            environment["JAVA_HOME"] = JavaHome;
        }

        return environment;
    }

    private static Dictionary<string, string> SparkMounts(SparkInstallation spark)
    {
        var mounts = Directory.EnumerateFileSystemEntries(spark.Home).ToDictionary(entry => $"{Home}/{Path.GetFileName(entry)}");
        if (spark.JavaHome is not null)
        {
            mounts[JavaHome] = spark.JavaHome;
        }

        return mounts;
    }
}
