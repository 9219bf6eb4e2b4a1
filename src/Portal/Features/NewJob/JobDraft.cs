using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Portal.Core.Clusters;
using Portal.Core.Jobs;
using Portal.Features.Jobs.Manifests;

namespace Portal.Features.NewJob;

/// <summary>A form being filled in: like a <see cref="SparkJob"/>, but able to hold what is not valid yet.</summary>
public sealed class JobDraft
{
    /// <summary>Made with the draft and kept through reloads: the first half of the submission key.</summary>
    public string Id { get; init; } = Guid.NewGuid().ToString("N");

    public JobSource Source { get; set; } = JobSource.Code;

    /// <summary>Id of the sample chosen; empty for none.</summary>
    public string SampleId { get; set; } = "";

    public string Name { get; set; } = "";

    public SparkJobType Type { get; set; } = SparkJobType.Python;

    public string MainFile { get; set; } = "";

    public string ScriptName { get; set; } = "main.py";

    public string Script { get; set; } = "";

    public List<JobFile> Files { get; set; } = [];

    public string MainClass { get; set; } = "";

    /// <summary>All arguments on one line, see <see cref="ArgumentLine"/>.</summary>
    public string Arguments { get; set; } = "";

    public string Image { get; set; } = "";

    public string Executors { get; set; } = "2";

    public string ExecutorCores { get; set; } = "1";

    public string ExecutorMemory { get; set; } = "1g";

    public string DriverCores { get; set; } = "1";

    public string DriverMemory { get; set; } = "1g";

    public List<Pair> SparkConf { get; set; } = [];

    public List<Pair> Environment { get; set; } = [];

    public string Retries { get; set; } = "0";

    public string TimeToLive { get; set; } = "";

    /// <summary>Run that is repeated; null for a job of its own.</summary>
    public string? ParentRun { get; set; }

    public DateTimeOffset? SavedAt { get; set; }

    /// <summary>
    /// Key of this draft's submission. Sending the same content twice is one run, however that came about; edited content is another.
    /// </summary>
    public string SubmissionKey =>
        $"{Id}-{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(ToJob())).AsSpan(0, 8))}";

    /// <summary>Where a draft is kept: one per person, workspace and starting point.</summary>
    public static string StoreKey(string cluster, string workspace, Caller caller, string startingPoint) =>
        $"portal-draft/{cluster}/{workspace}/{caller.User}/{startingPoint}";

    public static JobDraft From(SparkJob job, string? parentRun) => new()
    {
        Source = job.Script is null ? JobSource.Path : JobSource.Code,
        Name = job.Name,
        Type = job.Type,
        MainFile = job.MainFile,
        ScriptName = job.Script?.Name ?? "main.py",
        Script = job.Script?.Content ?? "",
        Files = [.. job.Files],
        MainClass = job.MainClass,
        Arguments = ArgumentLine.Join(job.Arguments),
        Image = job.Image,
        Executors = Text(job.Executors),
        ExecutorCores = Text(job.Executor.Cores),
        ExecutorMemory = job.Executor.Memory,
        DriverCores = Text(job.Driver.Cores),
        DriverMemory = job.Driver.Memory,
        SparkConf = [.. job.SparkConf.Select(c => new Pair { Key = c.Key, Value = c.Value })],
        Environment = [.. job.Environment.Select(c => new Pair { Key = c.Key, Value = c.Value })],
        Retries = Text(job.Retries),
        TimeToLive = job.TimeToLiveSeconds is { } seconds ? Text(seconds) : "",
        ParentRun = parentRun,
    };

    public static JobDraft Of(Sample sample)
    {
        var draft = From(sample.Job, parentRun: null);
        (draft.Source, draft.SampleId) = (JobSource.Sample, sample.Id);
        return draft;
    }

    /// <summary>What the form says; a number that is none becomes one that <see cref="JobValidator"/> refuses.</summary>
    public SparkJob ToJob() => new()
    {
        Name = Name.Trim(),
        Type = Type,
        MainFile = Source == JobSource.Path ? MainFile.Trim() : "",
        Script = Source == JobSource.Path ? null : new JobFile(ScriptName.Trim(), Script),
        Files = [.. Files],
        MainClass = Type is SparkJobType.Java or SparkJobType.Scala ? MainClass.Trim() : "",
        Arguments = ArgumentLine.TrySplit(Arguments, out var arguments) ? arguments : [],
        Image = Image.Trim(),
        Executors = Number(Executors),
        Executor = new PodSize { Cores = Number(ExecutorCores), Memory = ExecutorMemory.Trim() },
        Driver = new PodSize { Cores = Number(DriverCores), Memory = DriverMemory.Trim() },
        SparkConf = Dictionary(SparkConf),
        Environment = Dictionary(Environment),
        Retries = Number(Retries),
        TimeToLiveSeconds = TimeToLive.Trim().Length == 0 ? null : Number(TimeToLive),
    };

    /// <summary>What is wrong with the form itself and cannot be seen in the job any more.</summary>
    public IEnumerable<JobProblem> FormProblems()
    {
        if (!ArgumentLine.TrySplit(Arguments, out _))
        {
            yield return new(nameof(Arguments), "QuoteOpen", "A quote is not closed: each ' or \" needs a second one.");
        }

        foreach (var (field, pairs) in new[] { (nameof(SparkConf), SparkConf), (nameof(Environment), Environment) })
        {
            foreach (var twice in pairs.Where(p => p.Key.Trim().Length > 0).GroupBy(p => p.Key.Trim(), StringComparer.Ordinal).Where(g => g.Count() > 1))
            {
                yield return new($"{field}[{twice.Key}]", "KeyTwice", $"{twice.Key} is given twice: remove one of them.");
            }
        }
    }

    private static Dictionary<string, string> Dictionary(List<Pair> pairs) =>
        pairs.Where(p => p.Key.Trim().Length > 0 || p.Value.Length > 0).GroupBy(p => p.Key.Trim(), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Value, StringComparer.Ordinal);

    private static int Number(string text) => int.TryParse(text.Trim(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : -1;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
