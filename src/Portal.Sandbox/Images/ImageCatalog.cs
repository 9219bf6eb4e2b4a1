using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Portal.Sandbox.Images;

/// <summary>The images of <c>catalog.json</c>, run with programs of this host.</summary>
/// <param name="content">Folder with the Python files of the spark image.</param>
/// <param name="spark">The host's Apache Spark; null when there is none.</param>
public sealed class ImageCatalog(string content, SparkInstallation? spark) : IImageCatalog
{
    /// <summary>A folder of a container that names of programs are put into which the host calls otherwise.</summary>
    private const string AliasFolder = "/opt/sandbox/bin";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };
    private static readonly ImageEntry[] Entries = ReadEntries();

    /// <inheritdoc/>
    public HostImage Resolve(string image)
    {
        if (ImageReference.Parse(image) is not { } reference)
        {
            throw new ImageNotFoundException($"Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": invalid reference format");
        }

        var entry = Array.Find(Entries, e => e.Names.Contains(reference.Name)) ?? throw Missing(image);
        return entry.Kind == ImageKind.Spark ? SparkImage.Build(content, spark, SparkNotice(image)) : Program(image, entry);
    }

    private static HostImage Program(string image, ImageEntry entry)
    {
        if (!File.Exists(entry.Program))
        {
            throw new ImageNotFoundException(
                $"Failed to pull image \"{image}\": the sandbox runs it with {entry.Program} of this host, which is not there. "
                + $"Install it (apt-get install {entry.Install}).");
        }

        var hasAlias = entry.Alias.Length > 0;
        return new HostImage
        {
            Name = entry.Name,
            DefaultArgs = [entry.Program],
            Mounts = hasAlias ? new Dictionary<string, string> { [$"{AliasFolder}/{entry.Alias}"] = Real(entry.Program) } : new Dictionary<string, string>(),
            Environment = hasAlias
                ? new Dictionary<string, string> { ["PATH"] = $"{AliasFolder}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" }
                : new Dictionary<string, string>(),
            Notice = $"Image \"{image}\" stands for {Real(entry.Program)} and the other programs of this host, whatever its tag says.",
        };
    }

    private string SparkNotice(string image) => spark is null
        ? $"Image \"{image}\" stands for the sandbox's stand-in of Spark (Python, RDD API), whatever its tag says. "
            + "For a real one set SPARK_HOME and start ./run again."
        : $"Image \"{image}\" stands for Apache Spark of {spark.Home} in local mode, whatever its tag says.";

    private static string Real(string program) => File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program;

    private static ImageNotFoundException Missing(string image) => new(
        $"Failed to pull image \"{image}\": the sandbox has no container images, it runs programs of this host under the names "
        + $"{string.Join(", ", Entries.SelectMany(e => e.Names))}. Use one of these, or run the job on a real cluster with ./run --kubeconfig FILE.");

    private static ImageEntry[] ReadEntries()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("Portal.Sandbox.Images.catalog.json")!;
        return JsonSerializer.Deserialize<ImageEntry[]>(stream, Json)!;
    }
}
