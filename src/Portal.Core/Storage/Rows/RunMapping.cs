using System.Text.Json;
using System.Text.Json.Serialization;
using Portal.Core.History.Folding;
using Portal.Core.Jobs;

namespace Portal.Core.Storage.Rows;

/// <summary>Rows to runs and back.</summary>
internal static class RunMapping
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);

    public static T? Read<T>(string? json)
        where T : class => json is null ? null : JsonSerializer.Deserialize<T>(json, Json);

    public static JobRun ToRun(RunEntity row) => new()
    {
        Uid = row.Uid,
        Cluster = row.Cluster,
        Workspace = row.Workspace,
        Name = row.Name,
        Job = row.Job,
        State = Enum.Parse<JobState>(row.State),
        OperatorState = row.OperatorState,
        Summary = row.Summary,
        Cause = Read<FailureCause>(row.Cause),
        SubmittedBy = row.SubmittedBy,
        SubmittedAt = row.SubmittedAt,
        StartedAt = row.StartedAt,
        EndedAt = row.EndedAt,
        ExitCode = row.ExitCode,
        ParentRun = row.ParentRun,
        CancelledBy = row.CancelledBy,
        Attempts = [.. row.Attempts.OrderBy(a => a.Number).Select(a => new RunAttempt(a.Number, a.SubmissionId, a.DriverPodUid, a.StartedAt, a.EndedAt, a.ExitCode, a.Cause))],
        Steps = RunStepOrder.Sort(row.Steps.Select(s => new RunStep(s.At, s.Kind, s.Detail))),
        Pods = RunPodRecords.Sort(row.Pods.Select(ToPod)),
        Definition = Read<SparkJob>(row.Definition),
        ManifestJson = row.Manifest,
        ObjectExists = row.ObjectExists,
        CoresAsked = row.CoresAsked,
    };

    public static RunEntity NewRow(JobRun run) => new()
    {
        Cluster = run.Cluster,
        Uid = run.Uid,
        Workspace = run.Workspace,
        Name = run.Name,
        Job = run.Job,
        State = run.State.ToString(),
    };

    /// <summary>Writes the run over the row. Who cancelled is left alone once it is known; steps and pods are only added.</summary>
    public static void Update(RunEntity row, JobRun run)
    {
        row.Job = run.Job;
        row.State = run.State.ToString();
        row.OperatorState = run.OperatorState;
        row.Summary = Clean(run.Summary);
        row.Cause = run.Cause is null ? null : Write(run.Cause);
        row.SubmittedBy = run.SubmittedBy;
        row.SubmittedAt = run.SubmittedAt;
        row.StartedAt = run.StartedAt;
        row.EndedAt = run.EndedAt;
        row.ExitCode = run.ExitCode;
        row.ParentRun = run.ParentRun;
        row.CancelledBy ??= run.CancelledBy;
        row.Definition = run.Definition is null ? row.Definition : Write(run.Definition);
        row.Manifest = run.ManifestJson;
        row.ObjectExists = run.ObjectExists;
        row.CoresAsked = run.CoresAsked;
        foreach (var attempt in run.Attempts)
        {
            Update(row, attempt);
        }

        foreach (var pod in run.Pods)
        {
            Update(row, pod);
        }

        var known = row.Steps.Select(s => (s.At, s.Kind, s.Detail)).ToHashSet();
        foreach (var step in run.Steps.Select(s => s with { Detail = Detail(s.Detail) }).Where(s => known.Add((s.At, s.Kind, s.Detail))))
        {
            row.Steps.Add(new RunStepEntity { Cluster = row.Cluster, RunUid = row.Uid, At = step.At, Kind = step.Kind, Detail = step.Detail });
        }
    }

    /// <summary>A step's detail as it is stored.</summary>
    public static string Detail(string detail)
    {
        detail = Clean(detail);
        return detail.Length <= RunStepEntity.MaxDetail ? detail : detail[..(RunStepEntity.MaxDetail - 1)] + "…";
    }

    private static void Update(RunEntity row, RunAttempt attempt)
    {
        var entity = row.Attempts.Find(a => a.Number == attempt.Number);
        if (entity is null)
        {
            row.Attempts.Add(entity = new RunAttemptEntity { Cluster = row.Cluster, RunUid = row.Uid, Number = attempt.Number });
        }

        entity.SubmissionId = attempt.SubmissionId;
        entity.DriverPodUid = attempt.DriverPodUid;
        entity.StartedAt = attempt.StartedAt;
        entity.EndedAt = attempt.EndedAt;
        entity.ExitCode = attempt.ExitCode;
        entity.Cause = attempt.Cause is null ? null : Clean(attempt.Cause);
    }

    private static RunPod ToPod(RunPodEntity row) => new(row.PodUid, row.Name, row.Role)
    {
        Node = row.Node,
        Phase = row.Phase,
        Reason = row.Reason,
        CreatedAt = row.CreatedAt,
        StartedAt = row.StartedAt,
        EndedAt = row.EndedAt,
        ExitCode = row.ExitCode,
    };

    private static void Update(RunEntity row, RunPod pod)
    {
        var entity = row.Pods.Find(p => p.PodUid == pod.Uid);
        if (entity is null)
        {
            row.Pods.Add(entity = new RunPodEntity { Cluster = row.Cluster, RunUid = row.Uid, PodUid = pod.Uid, Name = pod.Name, Role = pod.Role });
        }

        entity.Node = pod.Node;
        entity.Phase = pod.Phase;
        entity.Reason = pod.Reason is null ? null : Clean(pod.Reason);
        entity.CreatedAt = pod.CreatedAt;
        entity.StartedAt = pod.StartedAt;
        entity.EndedAt = pod.EndedAt;
        entity.ExitCode = pod.ExitCode;
    }

    // PostgreSQL's text cannot hold this character; a log line quoted in a summary can.
    private static string Clean(string text) => text.Replace('\0', '\uFFFD');
}
