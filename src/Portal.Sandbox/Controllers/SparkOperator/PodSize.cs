using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>What a driver or executor container asks for, by Spark's arithmetic.</summary>
/// <param name="Cores">Task slots, which is what Spark sees.</param>
/// <param name="HeapMebibytes">Memory of the JVM.</param>
/// <param name="TotalMebibytes">Memory of the container: heap and overhead.</param>
internal sealed record PodSize(long Cores, long HeapMebibytes, long TotalMebibytes)
{
    private const long MinOverheadMebibytes = 384;
    private const double JvmFactor = 0.1;
    private const double OtherFactor = 0.4;

    /// <param name="app">The application.</param>
    /// <param name="role"><c>driver</c> or <c>executor</c>.</param>
    /// <exception cref="SubmissionRefusedException">A size is none.</exception>
    public static PodSize Of(SparkApp app, string role)
    {
        var spec = app.Spec.At(role);
        var cores = spec.Whole("cores")
            ?? (long.TryParse(app.Conf($"spark.{role}.cores"), NumberStyles.None, CultureInfo.InvariantCulture, out var configured) ? configured : 1);
        var heap = JvmMemory.Mebibytes(spec.Text("memory") ?? app.Conf($"spark.{role}.memory") ?? "1g", $"{role} memory");
        var overhead = (spec.Text("memoryOverhead") ?? app.Conf($"spark.{role}.memoryOverhead")) is { } text
            ? JvmMemory.Mebibytes(text, $"{role} memoryOverhead")
            : Math.Max(MinOverheadMebibytes, (long)(heap * Factor(app, role)));
        return new(cores, heap, heap + overhead);
    }

    /// <summary>The container's <c>resources</c>: memory is request and limit, cores are limited only when somebody says so.</summary>
    public JsonObject Resources(SparkApp app, string role)
    {
        var spec = app.Spec.At(role);
        var memory = $"{TotalMebibytes}Mi";
        var request = spec.Text("coreRequest") ?? app.Conf($"spark.kubernetes.{role}.request.cores") ?? Cores.ToString(CultureInfo.InvariantCulture);
        var requests = new JsonObject { ["cpu"] = request, ["memory"] = memory };
        var limits = new JsonObject { ["memory"] = spec.Text("memoryLimit") ?? memory };
        if ((spec.Text("coreLimit") ?? app.Conf($"spark.kubernetes.{role}.limit.cores")) is { } limit)
        {
            limits["cpu"] = limit;
        }

        if (spec.Text("gpu", "name") is { } gpu && spec.Whole("gpu", "quantity") is { } quantity)
        {
            limits[gpu] = requests[gpu] = quantity.ToString(CultureInfo.InvariantCulture);
        }

        return new JsonObject { ["requests"] = requests, ["limits"] = limits };
    }

    private static double Factor(SparkApp app, string role)
    {
        var text = app.Spec.Text("memoryOverheadFactor")
            ?? app.Conf($"spark.{role}.memoryOverheadFactor") ?? app.Conf("spark.kubernetes.memoryOverheadFactor");
        if (text is null)
        {
            return app.Type is "Java" or "Scala" ? JvmFactor : OtherFactor;
        }

        return double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor)
            ? factor
            : throw new SubmissionRefusedException($"memoryOverheadFactor \"{text}\" is not a number; write for example 0.1");
    }
}
