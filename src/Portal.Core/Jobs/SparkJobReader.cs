using System.Text.Json.Nodes;
using Portal.Core.Workspaces;

namespace Portal.Core.Jobs;

/// <summary>Reads a SparkApplication back as a <see cref="SparkJob"/>, whoever wrote it.</summary>
public static class SparkJobReader
{
    // What a SparkJob can say or the platform fills in. An application that says more would not do the same when submitted from its SparkJob.
    private static readonly HashSet<string> SpecFields =
    [
        "type", "mode", "sparkVersion", "pythonVersion", "image", "imagePullPolicy", "mainApplicationFile", "mainClass", "arguments", "sparkConf", "deps", "restartPolicy",
        "timeToLiveSeconds", "driver", "executor",
    ];

    private static readonly HashSet<string> PodFields = ["cores", "memory", "env", "configMaps", "serviceAccount", "instances", "labels"];

    /// <summary>Whether the application's files are in a ConfigMap that the portal made.</summary>
    public static bool HasFiles(JsonObject application) => MountsFiles(application["spec"]?["driver"] as JsonObject, Name(application));

    /// <summary>The job, or null when the application says something that a <see cref="SparkJob"/> cannot.</summary>
    /// <param name="application">The object as the API gives it.</param>
    /// <param name="files">The ConfigMap of <see cref="RunName.Files"/>, when <see cref="HasFiles"/>.</param>
    /// <param name="options">What was filled in where the job said nothing.</param>
    public static SparkJob? Read(JsonObject application, JsonObject? files, JobOptions options)
    {
        try
        {
            return ReadSpec(application, files, options);
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or OverflowException)
        {
            // A field of an unexpected JSON type: not readable as a job.
            return null;
        }
    }

    private static SparkJob? ReadSpec(JsonObject application, JsonObject? files, JobOptions options)
    {
        if (application["spec"] is not JsonObject spec
            || spec.Any(f => !SpecFields.Contains(f.Key))
            || spec["driver"] is not JsonObject driver || driver.Any(f => !PodFields.Contains(f.Key))
            || spec["executor"] is not JsonObject executor || executor.Any(f => !PodFields.Contains(f.Key))
            || !Enum.TryParse<SparkJobType>(Text(spec["type"]), out var type)
            || Text(spec["restartPolicy"]?["type"]) == "Always"
            || Environment(driver) is not { } environment)
        {
            return null;
        }

        var name = Name(application);
        if (HasFiles(application) && files is null)
        {
            return null;
        }

        var (script, others) = Files(files, Text(spec["mainApplicationFile"]));
        if (!DepsAreOurs(spec["deps"] as JsonObject, others))
        {
            return null;
        }

        var image = Text(spec["image"]);
        return new SparkJob
        {
            Name = Text(application["metadata"]?["labels"]?[PortalLabels.Job]) is { Length: > 0 } job ? job : name,
            Type = type,
            MainFile = script is null ? Text(spec["mainApplicationFile"]) : "",
            Script = script,
            Files = others,
            MainClass = Text(spec["mainClass"]),
            Arguments = [.. (spec["arguments"] as JsonArray ?? []).Select(Text)],
            Driver = Size(driver),
            Executor = Size(executor),
            Executors = (int?)executor["instances"] ?? 1,
            SparkConf = (spec["sparkConf"] as JsonObject ?? []).ToDictionary(c => c.Key, c => Text(c.Value), StringComparer.Ordinal),
            Environment = environment,
            Image = image == options.DefaultImage ? "" : image,
            Retries = Text(spec["restartPolicy"]?["type"]) == "OnFailure" ? (int?)spec["restartPolicy"]?["onFailureRetries"] ?? 0 : 0,
            TimeToLiveSeconds = (long?)spec["timeToLiveSeconds"],
        };
    }

    private static (JobFile? Script, IReadOnlyList<JobFile> Others) Files(JsonObject? configMap, string mainFile)
    {
        List<JobFile> files = [.. (configMap?["data"] as JsonObject ?? []).Select(f => new JobFile(f.Key, Text(f.Value)))];
        var script = files.Find(f => SparkJobManifest.FileAddress(f.Name) == mainFile);
        return (script, script is null ? files : [.. files.Where(f => f != script)]);
    }

    private static bool DepsAreOurs(JsonObject? deps, IReadOnlyList<JobFile> files) =>
        deps is null
        || (deps.All(d => d.Key == "pyFiles") && (deps["pyFiles"] as JsonArray ?? []).All(a => files.Any(f => SparkJobManifest.FileAddress(f.Name) == Text(a))));

    private static PodSize Size(JsonObject pod) => new()
    {
        Cores = (int?)pod["cores"] ?? 1,
        Memory = Text(pod["memory"]) is { Length: > 0 } memory ? memory : "1g",
    };

    // Null when a variable takes its value from elsewhere.
    private static Dictionary<string, string>? Environment(JsonObject pod)
    {
        var variables = (pod["env"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        return variables.Exists(v => v.ContainsKey("valueFrom")) ? null
            : variables.GroupBy(v => Text(v["name"]), StringComparer.Ordinal).ToDictionary(g => g.Key, g => Text(g.Last()["value"]), StringComparer.Ordinal);
    }

    private static bool MountsFiles(JsonObject? pod, string runName) =>
        (pod?["configMaps"] as JsonArray ?? []).Any(c => Text(c?["name"]) == RunName.Files(runName) && Text(c?["path"]) == SparkJobManifest.FilesPath);

    private static string Name(JsonObject application) => Text(application["metadata"]?["name"]);

    private static string Text(JsonNode? node) => (string?)node ?? "";
}
