using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>Labels, container names and derived object names of the Spark operator and of Spark itself.</summary>
internal static class SparkNames
{
    public const string AppName = "sparkoperator.k8s.io/app-name";
    public const string LaunchedByOperator = "sparkoperator.k8s.io/launched-by-spark-operator";
    public const string SubmissionId = "sparkoperator.k8s.io/submission-id";
    public const string MutatedByOperator = "sparkoperator.k8s.io/mutated-by-spark-operator";
    public const string Role = "spark-role";
    public const string AppSelector = "spark-app-selector";
    public const string SparkVersion = "spark-version";
    public const string SparkAppName = "spark-app-name";
    public const string DriverContainer = "spark-kubernetes-driver";
    public const string ExecutorContainer = "spark-kubernetes-executor";

    /// <summary>Our own annotation on a driver pod: which spec it was made from, so that a change is noticed after a restart too.</summary>
    public const string SpecHash = "sandbox.portal/spec-hash";

    private const int MaxLabelLength = 63;

    public static string DriverPod(SparkApp app) =>
        app.Driver.Text("podName") is { Length: > 0 } name ? name
        : app.Conf("spark.kubernetes.driver.pod.name") is { Length: > 0 } configured ? configured
        : $"{app.Name}-driver";

    public static string UiService(string app) => Shorten(app, "ui-svc");

    /// <summary>The name that Spark would draw at random, made from the submission so that doing it twice gives one object.</summary>
    public static string ConfigMap(string submissionId) => $"spark-drv-{ShortHash(submissionId)}-conf-map";

    /// <summary>Spark's id of an application: <c>spark-</c> and 32 hexadecimal digits.</summary>
    public static string ApplicationId(string submissionId) =>
        "spark-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(submissionId)))[..32];

    /// <summary>Executors are called this, <c>-exec-</c> and their number. Spark allows the prefix 47 characters.</summary>
    public static string ExecutorPrefix(SparkApp app, string submissionId)
    {
        const int MaxPrefix = 47;
        var unique = "-" + ShortHash(submissionId);
        return app.Name[..Math.Min(app.Name.Length, MaxPrefix - unique.Length)].TrimEnd('-') + unique;
    }

    [SuppressMessage("Security", "CA5351", Justification = "The operator's naming rule, not a protection.")]
    private static string Shorten(string name, string suffix)
    {
        var preferred = $"{name}-{suffix}";
        if (preferred.Length <= MaxLabelLength)
        {
            return preferred;
        }

        var hash = Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(preferred)))[..8];
        return $"{name[..(MaxLabelLength - suffix.Length - 10)]}-{hash}-{suffix}";
    }

    private static string ShortHash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("name " + text)))[..16];
}
