using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Core.Clusters;
using Portal.Core.Workspaces;

namespace Portal.Core.Jobs;

/// <summary>Writes a job as the objects that Kubernetes is given: a SparkApplication (v1beta2) and a ConfigMap with its files.</summary>
public static class SparkJobManifest
{
    /// <summary>Where the files of a job are mounted in driver and executors.</summary>
    public const string FilesPath = "/opt/portal/job";

    /// <summary>Address of one of a job's own files as Spark is given it.</summary>
    public static string FileAddress(string name) => $"local://{FilesPath}/{name}";

    /// <summary>The SparkApplication of one run.</summary>
    /// <param name="workspace">Its namespace.</param>
    /// <param name="job">What to run; need not be valid, what can be written is.</param>
    /// <param name="runName">Its name.</param>
    /// <param name="options">What is filled in where the job says nothing.</param>
    /// <param name="stamp">Who submits; null for a preview.</param>
    public static JsonObject Application(string workspace, SparkJob job, string runName, JobOptions options, RunStamp? stamp) => new()
    {
        ["apiVersion"] = ResourceKind.SparkApplication.ApiVersion,
        ["kind"] = ResourceKind.SparkApplication.Kind,
        ["metadata"] = Metadata(workspace, runName, new() { [PortalLabels.Job] = job.Name }, stamp),
        ["spec"] = Spec(job, runName, options),
    };

    /// <summary>The ConfigMap with the run's files; null when it has none.</summary>
    public static JsonObject? Files(string workspace, SparkJob job, string runName, RunStamp? stamp)
    {
        var data = new JsonObject();
        foreach (var file in AllFiles(job))
        {
            data[file.Name] = file.Content;
        }

        return data.Count == 0 ? null : new JsonObject
        {
            ["apiVersion"] = ResourceKind.ConfigMap.ApiVersion,
            ["kind"] = ResourceKind.ConfigMap.Kind,
            ["metadata"] = Metadata(workspace, RunName.Files(runName), new() { [PortalLabels.Job] = job.Name, [PortalLabels.Run] = runName }, stamp),
            ["data"] = data,
        };
    }

    /// <summary>Patch that makes the ConfigMap go when its run's object goes.</summary>
    public static JsonObject OwnedBy(string runName, string uid) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = ResourceKind.SparkApplication.ApiVersion,
                ["kind"] = ResourceKind.SparkApplication.Kind,
                ["name"] = runName,
                ["uid"] = uid,
            }),
        },
    };

    private static JsonObject Metadata(string workspace, string name, JsonObject labels, RunStamp? stamp)
    {
        var metadata = new JsonObject { ["name"] = name, ["namespace"] = workspace, ["labels"] = labels };
        if (stamp is not null)
        {
            var annotations = new JsonObject
            {
                [PortalLabels.SubmissionKey] = stamp.SubmissionKey,
                [PortalLabels.SubmittedBy] = stamp.SubmittedBy,
                [PortalLabels.SubmittedAt] = stamp.SubmittedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            };
            if (stamp.ParentRun is { } parent)
            {
                annotations[PortalLabels.ParentRun] = parent;
            }

            metadata["annotations"] = annotations;
        }

        return metadata;
    }

    private static JsonObject Spec(SparkJob job, string runName, JobOptions options)
    {
        var spec = new JsonObject
        {
            ["type"] = job.Type.ToString(),
            ["mode"] = "cluster",
            ["sparkVersion"] = options.SparkVersion,
            ["image"] = job.Image.Length > 0 ? job.Image : options.DefaultImage,
            ["mainApplicationFile"] = job.Script is { } script ? FileAddress(script.Name) : job.MainFile,
        };
        if (job.Type == SparkJobType.Python)
        {
            spec["pythonVersion"] = "3";
        }

        if (job.MainClass.Length > 0)
        {
            spec["mainClass"] = job.MainClass;
        }

        if (job.Arguments.Count > 0)
        {
            spec["arguments"] = new JsonArray([.. job.Arguments.Select(a => JsonValue.Create(a))]);
        }

        if (job.SparkConf.Count > 0)
        {
            spec["sparkConf"] = new JsonObject(job.SparkConf.Select(c => KeyValuePair.Create(c.Key, (JsonNode?)JsonValue.Create(c.Value))));
        }

        // Modules beside the script are found by the driver anyway; executors find them only when they are named here.
        if (job.Type == SparkJobType.Python && job.Files.Any(IsModule))
        {
            spec["deps"] = new JsonObject { ["pyFiles"] = new JsonArray([.. job.Files.Where(IsModule).Select(f => JsonValue.Create(FileAddress(f.Name)))]) };
        }

        spec["restartPolicy"] = RestartPolicy(job.Retries);
        if (job.TimeToLiveSeconds is { } seconds)
        {
            spec["timeToLiveSeconds"] = seconds;
        }

        spec["driver"] = Pod(job, job.Driver, runName);
        spec["driver"]!["serviceAccount"] = options.ServiceAccount;
        spec["executor"] = Pod(job, job.Executor, runName);
        spec["executor"]!["instances"] = job.Executors;
        return spec;
    }

    private static JsonObject RestartPolicy(int retries) => retries <= 0
        ? new() { ["type"] = "Never" }
        : new()
        {
            ["type"] = "OnFailure",
            ["onFailureRetries"] = retries,
            ["onFailureRetryInterval"] = 10,
            ["onSubmissionFailureRetries"] = retries,
            ["onSubmissionFailureRetryInterval"] = 10,
        };

    private static JsonObject Pod(SparkJob job, PodSize size, string runName)
    {
        var pod = new JsonObject { ["cores"] = size.Cores, ["memory"] = size.Memory };
        if (job.Environment.Count > 0)
        {
            pod["env"] = new JsonArray([.. job.Environment.Select(e => new JsonObject { ["name"] = e.Key, ["value"] = e.Value })]);
        }

        if (AllFiles(job).Any())
        {
            pod["configMaps"] = new JsonArray(new JsonObject { ["name"] = RunName.Files(runName), ["path"] = FilesPath });
        }

        return pod;
    }

    private static IEnumerable<JobFile> AllFiles(SparkJob job) => job.Script is { } script ? job.Files.Prepend(script) : job.Files;

    private static bool IsModule(JobFile file) => file.Name.EndsWith(".py", StringComparison.OrdinalIgnoreCase);
}
