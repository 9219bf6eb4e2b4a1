using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>Volumes of a driver or executor pod: the user's own, config maps and secrets by name and path, and Spark's scratch folder.</summary>
internal static class PodVolumes
{
    private const string LocalDirPrefix = "spark-local-dir-";
    private const string SparkConfigPath = "/etc/spark/conf";
    private const string HadoopConfigPath = "/etc/hadoop/conf";

    public static void Apply(SparkApp app, JsonNode? role, string scratch, JsonObject podSpec, JsonObject container)
    {
        AddMounted(app, role, podSpec, container);
        AddScratch(scratch, podSpec, container);
        foreach (var map in role.Items("configMaps"))
        {
            AddConfigMap(podSpec, container, $"{map.Text("name")}-vol", map.Text("name"), map.Text("path"));
        }

        foreach (var secret in role.Items("secrets"))
        {
            AddSecret(podSpec, container, secret);
        }

        if (app.Spec.Text("sparkConfigMap") is { Length: > 0 } sparkConfig)
        {
            AddConfigMap(podSpec, container, "spark-configmap-volume", sparkConfig, SparkConfigPath);
            PodEnvironment.Set(container, "SPARK_CONF_DIR", SparkConfigPath);
        }

        if (app.Spec.Text("hadoopConfigMap") is { Length: > 0 } hadoopConfig)
        {
            AddConfigMap(podSpec, container, "hadoop-configmap-volume", hadoopConfig, HadoopConfigPath);
            PodEnvironment.Set(container, "HADOOP_CONF_DIR", HadoopConfigPath);
        }
    }

    public static void AddConfigMap(JsonObject podSpec, JsonObject container, string volume, string? map, string? path, params ReadOnlySpan<string> keys)
    {
        var source = new JsonObject { ["name"] = map };
        foreach (var key in keys)
        {
            source.List("items").Add(new JsonObject { ["key"] = key, ["path"] = key });
        }

        Add(podSpec, container, new JsonObject { ["name"] = volume, ["configMap"] = source }, path);
    }

    /// <summary>The volumes of the application that this role mounts.</summary>
    private static void AddMounted(SparkApp app, JsonNode? role, JsonObject podSpec, JsonObject container)
    {
        var mounts = role.Items("volumeMounts").ToList();
        var wanted = mounts.Concat(role.Items("initContainers").Concat(role.Items("sidecars")).SelectMany(c => c.Items("volumeMounts")))
            .Select(m => m.Text("name")).ToHashSet();
        foreach (var volume in app.Spec.Items("volumes").Where(v => wanted.Contains(v.Text("name"))))
        {
            podSpec.List("volumes").Add(volume.DeepClone());
        }

        foreach (var mount in mounts)
        {
            container.List("volumeMounts").Add(mount.DeepClone());
        }
    }

    /// <summary>Where Spark spills to: the user's volumes whose names start with <c>spark-local-dir-</c>, otherwise one of our own.</summary>
    private static void AddScratch(string path, JsonObject podSpec, JsonObject container)
    {
        var own = container.Items("volumeMounts").Where(m => m.Text("name")?.StartsWith(LocalDirPrefix, StringComparison.Ordinal) == true)
            .Select(m => m.Text("mountPath")).ToList();
        if (own.Count == 0)
        {
            Add(podSpec, container, new JsonObject { ["name"] = LocalDirPrefix + "1", ["emptyDir"] = new JsonObject() }, path);
            own.Add(path);
        }

        PodEnvironment.Set(container, "SPARK_LOCAL_DIRS", string.Join(',', own));
    }

    private static void AddSecret(JsonObject podSpec, JsonObject container, JsonObject secret)
    {
        var (name, path) = (secret.Text("name"), secret.Text("path"));
        Add(podSpec, container, new JsonObject { ["name"] = $"{name}-volume", ["secret"] = new JsonObject { ["secretName"] = name } }, path);
        switch (secret.Text("secretType"))
        {
            case "GCPServiceAccount":
                PodEnvironment.Set(container, "GOOGLE_APPLICATION_CREDENTIALS", $"{path}/key.json");
                break;
            case "HadoopDelegationToken":
                PodEnvironment.Set(container, "HADOOP_TOKEN_FILE_LOCATION", $"{path}/hadoop.token");
                break;
        }
    }

    private static void Add(JsonObject podSpec, JsonObject container, JsonObject volume, string? path)
    {
        container.List("volumeMounts").Add(new JsonObject { ["name"] = volume.Text("name"), ["mountPath"] = path });
        podSpec.List("volumes").Add(volume);
    }
}
