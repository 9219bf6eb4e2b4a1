using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>Makes the pods of a submission: what spark-submit and the operator's webhook make together.</summary>
internal static class SparkPodFactory
{
    private const int DriverRpcPort = 7078;
    private const int BlockManagerPort = 7079;
    private const string Conf = SparkProperties.ConfFolder;
    private const string TemplateFolder = "/opt/spark/pod-template";

    /// <summary>Where the driver finds the template of its executors, as <c>spark.kubernetes.executor.podTemplateFile</c>.</summary>
    public static readonly string ExecutorTemplatePath = $"{TemplateFolder}/{SparkProperties.TemplateKey}";

    /// <summary>The driver pod.</summary>
    /// <exception cref="SubmissionRefusedException">The application lacks something or a size is none.</exception>
    public static JsonObject Driver(SparkApp app, string submissionId)
    {
        var pod = Base(app, "driver", submissionId, SparkNames.DriverContainer, out var container);
        var (metadata, spec) = (pod.Child("metadata"), pod.Child("spec"));
        metadata["name"] = SparkNames.DriverPod(app);
        metadata["namespace"] = app.Namespace;
        metadata["ownerReferences"] = new JsonArray(OwnerReference(app));
        metadata.Child("annotations")[SparkNames.SpecHash] = app.SpecHash();

        PodEnvironment.SetFromField(container, "SPARK_DRIVER_BIND_ADDRESS", "status.podIP");
        var map = SparkNames.ConfigMap(submissionId);
        PodVolumes.AddConfigMap(spec, container, "spark-conf-volume-driver", map, Conf, SparkProperties.PropertiesKey);
        PodVolumes.AddConfigMap(spec, container, "pod-template-volume", map, TemplateFolder, SparkProperties.TemplateKey);
        foreach (var (name, port) in new[] { ("driver-rpc-port", DriverRpcPort), ("blockmanager", BlockManagerPort), ("spark-ui", SparkProperties.UiPort(app)) })
        {
            container.List("ports").Add(new JsonObject { ["name"] = name, ["containerPort"] = port, ["protocol"] = "TCP" });
        }

        container["args"] = Arguments(app);
        return pod;
    }

    /// <summary>What every executor pod looks like but for its name, number and command.</summary>
    public static JsonObject ExecutorTemplate(SparkApp app, string submissionId) =>
        Base(app, "executor", submissionId, SparkNames.ExecutorContainer, out _);

    public static JsonObject OwnerReference(SparkApp app) => new()
    {
        ["apiVersion"] = app.Manifest.Text("apiVersion"),
        ["kind"] = app.Manifest.Text("kind"),
        ["name"] = app.Name,
        ["uid"] = app.Uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    private static JsonObject Base(SparkApp app, string role, string submissionId, string containerName, out JsonObject container)
    {
        var fields = app.Spec.At(role);
        var template = fields.At("template") as JsonObject;
        var pod = new JsonObject { ["apiVersion"] = "v1", ["kind"] = "Pod" };
        var metadata = pod.Child("metadata");
        Fill(metadata.Child("labels"), template.Pairs("metadata", "labels"));
        Fill(metadata.Child("annotations"), template.Pairs("metadata", "annotations"));
        pod["spec"] = template.At("spec") is JsonObject templateSpec ? templateSpec.DeepClone() : new JsonObject();

        var spec = pod.Child("spec");
        var containers = spec.List("containers");
        if (containers.Count == 0 || containers[0] is not JsonObject)
        {
            containers.Insert(0, new JsonObject());
        }

        container = (JsonObject)containers[0]!;
        container["name"] = containerName;
        container["image"] = Image(app, role, container);
        container["imagePullPolicy"] = app.Spec.Text("imagePullPolicy") ?? "IfNotPresent";
        container["resources"] = PodSize.Of(app, role).Resources(app, role);
        foreach (var port in fields.Items("ports"))
        {
            container.List("ports").Add(port.DeepClone());
        }

        spec["restartPolicy"] = "Never";
        PodEnvironment.Set(container, "SPARK_USER", "spark");
        PodEnvironment.Set(container, "SPARK_APPLICATION_ID", SparkNames.ApplicationId(submissionId));
        PodEnvironment.Set(container, "SPARK_CONF_DIR", Conf);
        PodVolumes.Apply(app, fields, $"/var/data/spark-{submissionId}", spec, container);
        PodEnvironment.Apply(app, fields, role == "driver" ? "spark.kubernetes.driverEnv." : "spark.executorEnv.", container);
        PodCustomization.Apply(app, fields, spec, container);

        SetLabels(app, role, submissionId, metadata.Child("labels"));
        Fill(metadata.Child("annotations"), SparkProperties.WithPrefix(app, $"spark.kubernetes.{role}.annotation."));
        Fill(metadata.Child("annotations"), fields.Pairs("annotations"));
        return pod;
    }

    /// <summary>The operator's labels come last: they are how it finds its pods again.</summary>
    private static void SetLabels(SparkApp app, string role, string submissionId, JsonObject labels)
    {
        if (role == "driver")
        {
            Fill(labels, app.Manifest.Pairs("metadata", "labels").Where(l => !l.Key.StartsWith("kueue.x-k8s.io/", StringComparison.Ordinal)));
        }

        Fill(labels, SparkProperties.WithPrefix(app, $"spark.kubernetes.{role}.label."));
        Fill(labels, app.Spec.Pairs(role, "labels"));
        Fill(labels,
        [
            new(SparkNames.AppName, app.Name),
            new(SparkNames.LaunchedByOperator, "true"),
            new(SparkNames.MutatedByOperator, "true"),
            new(SparkNames.SubmissionId, submissionId),
            new(SparkNames.Role, role),
            new(SparkNames.AppSelector, SparkNames.ApplicationId(submissionId)),
            new(SparkNames.SparkVersion, app.Spec.Text("sparkVersion") ?? ""),
            new(SparkNames.SparkAppName, app.Name),
        ]);
    }

    private static string Image(SparkApp app, string role, JsonObject container) =>
        app.Spec.Text(role, "image") ?? app.Spec.Text("image")
        ?? app.Conf($"spark.kubernetes.{role}.container.image") ?? app.Conf("spark.kubernetes.container.image") ?? container.Text("image")
        ?? throw new SubmissionRefusedException($"Must specify the {role} container image: set spec.image");

    /// <summary>As the entry point of Spark's own image takes them.</summary>
    private static JsonArray Arguments(SparkApp app)
    {
        JsonArray args = ["driver"];
        if (app.Spec.Text("proxyUser") is { Length: > 0 } user)
        {
            args.Add("--proxy-user");
            args.Add(user);
        }

        args.Add("--properties-file");
        args.Add($"{Conf}/{SparkProperties.PropertiesKey}");
        if (MainClass(app) is { } mainClass)
        {
            args.Add("--class");
            args.Add(mainClass);
        }

        args.Add(app.Spec.Text("mainApplicationFile") is { Length: > 0 } file ? file : "spark-internal");
        foreach (var argument in app.Spec.At("arguments") as JsonArray ?? [])
        {
            args.Add(argument.Scalar() ?? "");
        }

        return args;
    }

    private static string? MainClass(SparkApp app) => app.Type switch
    {
        "Python" => "org.apache.spark.deploy.PythonRunner",
        "R" => "org.apache.spark.deploy.RRunner",
        _ => app.Spec.Text("mainClass"),
    };

    private static void Fill(JsonObject map, IEnumerable<KeyValuePair<string, string>> entries)
    {
        foreach (var (key, value) in entries)
        {
            map[key] = value;
        }
    }
}
