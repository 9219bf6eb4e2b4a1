using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>
/// What spark-submit hands to the driver as <c>spark.properties</c>: the conf of the user, and everything of the application that Spark knows by a key.
/// </summary>
internal static class SparkProperties
{
    public const string ConfFolder = "/opt/spark/conf";
    public const string PropertiesKey = "spark.properties";
    public const string TemplateKey = "pod-spec-template.yml";
    private const int DefaultUiPort = 4040;

    private static readonly (string Field, string Key)[] Dependencies =
    [
        ("jars", "spark.jars"), ("files", "spark.files"), ("pyFiles", "spark.submit.pyFiles"), ("packages", "spark.jars.packages"),
        ("excludePackages", "spark.jars.excludes"), ("repositories", "spark.jars.repositories"), ("archives", "spark.archives"),
    ];

    private static readonly (string Field, string Key)[] DynamicAllocation =
    [
        ("initialExecutors", "spark.dynamicAllocation.initialExecutors"), ("minExecutors", "spark.dynamicAllocation.minExecutors"),
        ("maxExecutors", "spark.dynamicAllocation.maxExecutors"), ("shuffleTrackingTimeout", "spark.dynamicAllocation.shuffleTracking.timeout"),
    ];

    public static int UiPort(SparkApp app) =>
        int.TryParse(app.Conf("spark.ui.port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536 ? port : DefaultUiPort;

    /// <summary>Entries of the user's conf under a prefix, without it.</summary>
    public static IEnumerable<KeyValuePair<string, string>> WithPrefix(SparkApp app, string prefix) =>
        app.Spec.Pairs("sparkConf").Where(c => c.Key.Length > prefix.Length && c.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(c => KeyValuePair.Create(c.Key[prefix.Length..], c.Value));

    /// <summary>The properties of a submission, by key.</summary>
    public static SortedDictionary<string, string> For(SparkApp app, string submissionId, DateTimeOffset now)
    {
        var properties = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["spark.master"] = "k8s://https://kubernetes.default.svc",
            ["spark.submit.deployMode"] = "cluster",
            ["spark.kubernetes.submitInDriver"] = "true",
            ["spark.app.name"] = app.Name,
            ["spark.app.submitTime"] = now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
        };
        foreach (var (key, value) in app.Spec.Pairs("sparkConf"))
        {
            properties[key] = value;
        }

        foreach (var (key, value) in app.Spec.Pairs("hadoopConf"))
        {
            properties[$"spark.hadoop.{key}"] = value;
        }

        properties["spark.app.id"] = SparkNames.ApplicationId(submissionId);
        properties["spark.kubernetes.namespace"] = app.Namespace;
        properties["spark.kubernetes.driver.pod.name"] = SparkNames.DriverPod(app);
        properties.TryAdd("spark.kubernetes.executor.podNamePrefix", SparkNames.ExecutorPrefix(app, submissionId));
        properties["spark.kubernetes.executor.podTemplateFile"] = SparkPodFactory.ExecutorTemplatePath;
        foreach (var (label, value) in new[] { (SparkNames.AppName, app.Name), (SparkNames.LaunchedByOperator, "true"), (SparkNames.SubmissionId, submissionId) })
        {
            properties[$"spark.kubernetes.executor.label.{label}"] = value;
        }

        AddRole(properties, app, "driver");
        AddRole(properties, app, "executor");
        AddExecutors(properties, app);
        foreach (var (field, key) in Dependencies)
        {
            if (app.Spec.At("deps", field) is JsonArray { Count: > 0 } list)
            {
                properties[key] = string.Join(',', list.Select(v => v.Scalar()));
            }
        }

        return properties;
    }

    /// <summary>As java.util.Properties reads it.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, string>> properties)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in properties)
        {
            Escape(text, key, isKey: true).Append('=');
            Escape(text, value, isKey: false).Append('\n');
        }

        return text.ToString();
    }

    private static void AddRole(SortedDictionary<string, string> properties, SparkApp app, string role)
    {
        var (fields, size) = (app.Spec.At(role), PodSize.Of(app, role));
        properties[$"spark.{role}.cores"] = size.Cores.ToString(CultureInfo.InvariantCulture);
        properties[$"spark.{role}.memory"] = $"{size.HeapMebibytes}m";
        properties[$"spark.{role}.memoryOverhead"] = $"{size.TotalMebibytes - size.HeapMebibytes}m";
        Put(properties, $"spark.kubernetes.{role}.request.cores", fields.Text("coreRequest"));
        Put(properties, $"spark.kubernetes.{role}.limit.cores", fields.Text("coreLimit"));
        Put(properties, $"spark.{role}.extraJavaOptions", fields.Text("javaOptions"));
        Put(properties, $"spark.kubernetes.{role}.container.image", fields.Text("image") ?? app.Spec.Text("image"));
        Put(properties, "spark.kubernetes.container.image", app.Spec.Text("image"));
        if (role == "driver")
        {
            Put(properties, "spark.kubernetes.authenticate.driver.serviceAccountName", fields.Text("serviceAccount"));
        }
    }

    private static void AddExecutors(SortedDictionary<string, string> properties, SparkApp app)
    {
        Put(properties, "spark.executor.instances", app.Executor.At("instances").Scalar());
        Put(properties, "spark.kubernetes.executor.deleteOnTermination", app.Executor.At("deleteOnTermination").Scalar());
        if (app.Spec.Flag("dynamicAllocation", "enabled") == true)
        {
            properties["spark.dynamicAllocation.enabled"] = "true";
            properties["spark.dynamicAllocation.shuffleTracking.enabled"] =
                (app.Spec.Flag("dynamicAllocation", "shuffleTrackingEnabled") ?? true) ? "true" : "false";
            foreach (var (field, key) in DynamicAllocation)
            {
                Put(properties, key, app.Spec.At("dynamicAllocation", field).Scalar());
            }
        }
        else
        {
            properties.TryAdd("spark.executor.instances", "1");
        }
    }

    private static void Put(SortedDictionary<string, string> properties, string key, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            properties[key] = value;
        }
    }

    private static StringBuilder Escape(StringBuilder text, string part, bool isKey)
    {
        for (var i = 0; i < part.Length; i++)
        {
            _ = part[i] switch
            {
                '\\' => text.Append(@"\\"),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\t' => text.Append(@"\t"),
                '\f' => text.Append(@"\f"),
                ' ' when isKey || i == 0 => text.Append(@"\ "),
                '=' or ':' or '#' or '!' when isKey => text.Append('\\').Append(part[i]),
                var c => text.Append(c),
            };
        }

        return text;
    }
}
