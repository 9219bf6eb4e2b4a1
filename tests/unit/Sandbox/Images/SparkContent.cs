namespace Portal.UnitTests.Sandbox.Images;

/// <summary>Where the Python files under test lie: those of the spark image, and the tests written in Python.</summary>
internal static class SparkContent
{
    public const string Python = "/usr/bin/python3";

    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Images", "Spark");

    public static string Entrypoint { get; } = Path.Combine(Folder, "entrypoint", "entrypoint.py");

    public static string Examples { get; } = Path.Combine(Folder, "examples", "src", "main", "python");

    public static string Tests { get; } = Path.Combine(AppContext.BaseDirectory, "Sandbox", "Images", "Python");

    /// <summary>Variables of every Python process: nothing of the tester's own, no files left beside the program.</summary>
    public static Dictionary<string, string> Environment() => new()
    {
        ["PATH"] = "/usr/local/bin:/usr/bin:/bin",
        ["HOME"] = "/tmp",
        ["PYTHONDONTWRITEBYTECODE"] = "1",
        ["PYTHONUNBUFFERED"] = "1",
    };
}
