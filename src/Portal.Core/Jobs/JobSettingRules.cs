using System.Text.RegularExpressions;

namespace Portal.Core.Jobs;

/// <summary>Rules for Spark settings, environment, arguments and image.</summary>
internal static partial class JobSettingRules
{
    // What the operator's webhook refuses (kubeflow/spark-operator after v2.5), and the field that takes its place.
    private static readonly Dictionary<string, string> Denied = new(StringComparer.Ordinal)
    {
        ["spark.master"] = "the cluster decides where the job runs",
        ["spark.kubernetes.driver.master"] = "the cluster decides where the job runs",
        ["spark.kubernetes.container.image"] = "use the job's image instead",
        ["spark.kubernetes.driver.container.image"] = "use the job's image instead",
        ["spark.kubernetes.executor.container.image"] = "use the job's image instead",
        ["spark.kubernetes.authenticate.driver.serviceAccountName"] = "the platform sets the service account",
        ["spark.kubernetes.authenticate.executor.serviceAccountName"] = "the platform sets the service account",
        ["spark.kubernetes.authenticate.oauthToken"] = "the platform sets the credentials",
        ["spark.kubernetes.authenticate.oauthTokenFile"] = "the platform sets the credentials",
        ["spark.kubernetes.authenticate.driver.oauthToken"] = "the platform sets the credentials",
        ["spark.kubernetes.authenticate.driver.oauthTokenFile"] = "the platform sets the credentials",
        ["spark.kubernetes.authenticate.executor.oauthToken"] = "the platform sets the credentials",
        ["spark.kubernetes.authenticate.executor.oauthTokenFile"] = "the platform sets the credentials",
    };

    public static IEnumerable<JobProblem> Check(SparkJob job, string? workspace) =>
    [
        .. job.SparkConf.SelectMany(c => Conf(c.Key, c.Value, workspace)),
        .. job.Environment.SelectMany(e => Variable(e.Key, e.Value)),
        .. job.Arguments.SelectMany((text, i) => Text($"{nameof(job.Arguments)}[{i}]", text)),
        .. Image(job.Image),
    ];

    private static IEnumerable<JobProblem> Conf(string key, string value, string? workspace)
    {
        var field = $"{nameof(SparkJob.SparkConf)}[{key}]";
        if (!ConfKey().IsMatch(key))
        {
            yield return new(field, "ConfKeyInvalid", "A Spark setting starts with spark. and has no spaces, for example spark.sql.shuffle.partitions.");
        }
        else if (Denied.TryGetValue(key, out var instead))
        {
            yield return new(field, "ConfKeyDenied", $"{key} is refused by the Spark operator: {instead}. Remove it.");
        }
        else if (key == "spark.kubernetes.namespace" && value != workspace)
        {
            yield return new(field, "ConfNamespace", $"{key} must be the workspace that the job runs in{(workspace is null ? "" : $", {workspace}")}. Remove it.");
        }

        foreach (var problem in Text(field, value))
        {
            yield return problem;
        }
    }

    private static IEnumerable<JobProblem> Variable(string name, string value)
    {
        var field = $"{nameof(SparkJob.Environment)}[{name}]";
        if (!VariableName().IsMatch(name))
        {
            yield return new(field, "EnvironmentNameInvalid", "The name of an environment variable has letters, digits and underscores and does not start with a digit, for example DATA_PATH.");
        }

        foreach (var problem in Text(field, value))
        {
            yield return problem;
        }
    }

    // No process can be given a text with this character in it.
    private static IEnumerable<JobProblem> Text(string field, string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? [new(field, "TextInvalid", "The text holds a NUL character, which no process can be given. Remove it.")] : [];

    private static IEnumerable<JobProblem> Image(string image) =>
        image.Length == 0 || ImageName().IsMatch(image) ? [] :
        [new(nameof(SparkJob.Image), "ImageInvalid", "An image is written registry/name:tag in lower case, for example docker.io/library/spark:4.0.1-python3. Leave it empty for the platform's own.")];

    [GeneratedRegex(@"\Aspark\.[^\s=\x00]+\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConfKey();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VariableName();

    // The reference grammar of the distribution project, without its length limits.
    [GeneratedRegex(@"\A(?:[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]+)?/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(?:@[a-z0-9]+:[a-f0-9]{32,})?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ImageName();
}
