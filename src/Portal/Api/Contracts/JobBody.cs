using System.Text.Json.Serialization;
using Portal.Core.Jobs;

namespace Portal.Api.Contracts;

/// <summary>A Spark job to run.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
public sealed record JobBody
{
    /// <summary>
    /// Exact name of the run and of its SparkApplication, a DNS-1035 label; also the job's name unless <c>job</c> is given. Sending the
    /// same request again gives the same run.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>Name of the job that this is a run of. Without <c>name</c> the run is called <c>{job}-{suffix}</c>.</summary>
    public string? Job { get; init; }

    /// <summary>Python, Scala, Java or R.</summary>
    public SparkJobType Type { get; init; }

    /// <summary>Address of the main file as Spark understands it: local:///, s3a://, https://. Give this or <c>script</c>.</summary>
    public string? MainFile { get; init; }

    /// <summary>A script to send along: an object with name and content, or its text only, which is then called main.py.</summary>
    public JobFileBody? Script { get; init; }

    /// <summary>Further small files, put beside the script.</summary>
    public IReadOnlyList<JobFileBody>? Files { get; init; }

    /// <summary>Class with the main method; Java and Scala only.</summary>
    public string? MainClass { get; init; }

    public IReadOnlyList<string>? Arguments { get; init; }

    public DriverBody? Driver { get; init; }

    public ExecutorBody? Executor { get; init; }

    /// <summary>Number of executors, from 1.</summary>
    public int? Executors { get; init; }

    /// <summary>Spark settings, key to value, without those that the operator sets itself.</summary>
    public IReadOnlyDictionary<string, string>? SparkConf { get; init; }

    /// <summary>Environment variables of driver and executors.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }

    /// <summary>Container image; the platform's default when not given.</summary>
    public string? Image { get; init; }

    /// <summary>How often a failed run is tried again.</summary>
    public int Retries { get; init; }

    /// <summary>Seconds after its end when the object is removed from the cluster. History stays.</summary>
    public long? TimeToLiveSeconds { get; init; }

    /// <exception cref="JobRejectedException">The number of executors is given twice, and differently.</exception>
    public SparkJob ToJob()
    {
        if (Executors is { } executors && Executor?.Instances is { } instances && executors != instances)
        {
            throw new JobRejectedException([new JobProblem("Executors", "ExecutorsAmbiguous", $"'executors' is {executors} but 'executor.instances' is {instances}: give one of them.")]);
        }

        return new SparkJob
        {
            Name = Job ?? Name ?? "",
            Type = Type,
            MainFile = MainFile ?? "",
            Script = Script?.ToFile(),
            Files = [.. (Files ?? []).Select(file => file.ToFile())],
            MainClass = MainClass ?? "",
            Arguments = Arguments ?? [],
            Driver = Driver is null ? new PodSize() : new PodSize { Cores = Driver.Cores, Memory = Driver.Memory },
            Executor = Executor is null ? new PodSize() : new PodSize { Cores = Executor.Cores, Memory = Executor.Memory },
            Executors = Executors ?? Executor?.Instances ?? 1,
            SparkConf = SparkConf ?? new Dictionary<string, string>(),
            Environment = Environment ?? new Dictionary<string, string>(),
            Image = Image ?? "",
            Retries = Retries,
            TimeToLiveSeconds = TimeToLiveSeconds,
        };
    }

    /// <summary>Problems under the names that their fields have here. A job that is named by its run has no second problem of the same kind.</summary>
    public IReadOnlyList<JobProblem> Own(IReadOnlyList<JobProblem> problems) =>
    [
        .. problems.Select(problem => problem.Field switch
        {
            nameof(SparkJob.Name) when Job is not null => problem with { Field = nameof(Job) },
            JobValidator.RunNameField => problem with { Field = nameof(Name) },
            _ => problem,
        }).DistinctBy(problem => (problem.Field, problem.Code)),
    ];

    /// <summary>The body that asks for this job; without <see cref="Name"/>, which belongs to one run.</summary>
    public static JobBody From(SparkJob job) => new()
    {
        Job = job.Name,
        Type = job.Type,
        MainFile = job.Script is null ? job.MainFile : null,
        Script = job.Script is { } script ? JobFileBody.From(script) : null,
        Files = [.. job.Files.Select(JobFileBody.From)],
        MainClass = job.MainClass.Length == 0 ? null : job.MainClass,
        Arguments = job.Arguments,
        Driver = new DriverBody { Cores = job.Driver.Cores, Memory = job.Driver.Memory },
        Executor = new ExecutorBody { Cores = job.Executor.Cores, Memory = job.Executor.Memory },
        Executors = job.Executors,
        SparkConf = job.SparkConf,
        Environment = job.Environment,
        Image = job.Image.Length == 0 ? null : job.Image,
        Retries = job.Retries,
        TimeToLiveSeconds = job.TimeToLiveSeconds,
    };
}
