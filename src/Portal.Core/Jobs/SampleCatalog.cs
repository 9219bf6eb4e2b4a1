using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;

namespace Portal.Core.Jobs;

/// <summary>
/// The samples in a folder: a subfolder each, with <c>sample.json</c> and the files it names. A sample that cannot be read is left out, and
/// the log says why.
/// </summary>
public sealed class SampleCatalog
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() }, RespectNullableAnnotations = true };

    public SampleCatalog(string folder, ILogger<SampleCatalog> log)
    {
        var samples = new List<(int Order, Sample Sample)>();
        foreach (var file in Files(folder))
        {
            try
            {
                samples.Add(Read(file));
            }
            catch (Exception e) when (e is JsonException or IOException or ArgumentException)
            {
                log.LogError("The sample {File} cannot be read: {Error}", file, e.Message);
            }
        }

        Samples = [.. samples.OrderBy(s => s.Order).Select(s => s.Sample)];
    }

    /// <summary>All samples, from simple to special as their files say, then by folder name.</summary>
    public IReadOnlyList<Sample> Samples { get; }

    /// <summary>One sample; null when there is none of that id.</summary>
    public Sample? Find(string id) => Samples.FirstOrDefault(s => s.Id == id);

    private static IEnumerable<string> Files(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "sample.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : [];

    private static (int Order, Sample Sample) Read(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        var text = JsonSerializer.Deserialize<SampleFile>(File.ReadAllBytes(file), Json) ?? throw new JsonException("The file holds no object.");
        var job = new SparkJob
        {
            Name = text.Name,
            Type = text.Type,
            Script = Load(folder, text.Main),
            Files = [.. text.Files.Select(f => Load(folder, f))],
            Arguments = text.Arguments,
            Driver = text.Driver,
            Executor = text.Executor,
            Executors = text.Executors,
            SparkConf = text.SparkConf,
        };
        var problems = JobValidator.Validate(job);
        return problems.Count == 0 ? (text.Order, new Sample(Path.GetFileName(folder), text.Title, text.Description, job))
            : throw new JsonException(string.Join(" ", problems.Select(p => $"{p.Field}: {p.Message}")));
    }

    private static JobFile Load(string folder, string name) => new(Path.GetFileName(name), File.ReadAllText(Path.Combine(folder, name)));

    // {"order": 2, "name": "word-count", "title": "Word count", "main": "main.py", "files": ["text.txt"], "driver": {"cores": 1, "memory": "512m"}, ...}
    private sealed record SampleFile
    {
        /// <summary>Place in the list; those without one come last.</summary>
        public int Order { get; init; } = int.MaxValue;

        public required string Name { get; init; }

        public required string Title { get; init; }

        public string Description { get; init; } = "";

        public SparkJobType Type { get; init; } = SparkJobType.Python;

        public required string Main { get; init; }

        public IReadOnlyList<string> Files { get; init; } = [];

        public IReadOnlyList<string> Arguments { get; init; } = [];

        public PodSize Driver { get; init; } = new();

        public PodSize Executor { get; init; } = new();

        public int Executors { get; init; } = 1;

        public IReadOnlyDictionary<string, string> SparkConf { get; init; } = new Dictionary<string, string>();
    }
}
