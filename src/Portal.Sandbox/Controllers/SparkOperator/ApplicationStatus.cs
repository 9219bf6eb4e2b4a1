using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>The status of a SparkApplication.</summary>
internal sealed record ApplicationStatus
{
    public string State { get; init; } = ApplicationState.New;

    public string? ErrorMessage { get; init; }

    public string? SubmissionId { get; init; }

    public string? SparkApplicationId { get; init; }

    public DateTimeOffset? LastSubmissionAttempt { get; init; }

    public DateTimeOffset? TerminationTime { get; init; }

    public long SubmissionAttempts { get; init; }

    public long ExecutionAttempts { get; init; }

    public string? DriverPod { get; init; }

    public string? UiService { get; init; }

    public long? UiPort { get; init; }

    public ImmutableSortedDictionary<string, string> Executors { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public static ApplicationStatus Read(JsonNode? status) => new()
    {
        State = status.Text("applicationState", "state") ?? ApplicationState.New,
        ErrorMessage = status.Text("applicationState", "errorMessage"),
        SubmissionId = status.Text("submissionID"),
        SparkApplicationId = status.Text("sparkApplicationId"),
        LastSubmissionAttempt = status.Time("lastSubmissionAttemptTime"),
        TerminationTime = status.Time("terminationTime"),
        SubmissionAttempts = status.Whole("submissionAttempts") ?? 0,
        ExecutionAttempts = status.Whole("executionAttempts") ?? 0,
        DriverPod = status.Text("driverInfo", "podName"),
        UiService = status.Text("driverInfo", "webUIServiceName"),
        UiPort = status.Whole("driverInfo", "webUIPort"),
        Executors = status.Pairs("executorState").ToImmutableSortedDictionary(StringComparer.Ordinal),
    };

    /// <summary>As the operator writes it: no empty fields, but both times always.</summary>
    public JsonObject Write()
    {
        var driver = new JsonObject();
        Put(driver, "podName", DriverPod);
        Put(driver, "webUIAddress", UiService is null ? null : $"{UiService}:{UiPort}");
        Put(driver, "webUIPort", UiPort);
        Put(driver, "webUIServiceName", UiService);

        var state = new JsonObject { ["state"] = State };
        Put(state, "errorMessage", ErrorMessage);

        var status = new JsonObject { ["applicationState"] = state, ["driverInfo"] = driver };
        Put(status, "executionAttempts", ExecutionAttempts == 0 ? null : ExecutionAttempts);
        Put(status, "executorState", Executors.Count == 0 ? null : new JsonObject(Executors.Select(e => KeyValuePair.Create(e.Key, (JsonNode?)e.Value))));
        status["lastSubmissionAttemptTime"] = LastSubmissionAttempt is { } last ? Manifest.Stamp(last) : null;
        Put(status, "sparkApplicationId", SparkApplicationId);
        Put(status, "submissionAttempts", SubmissionAttempts == 0 ? null : SubmissionAttempts);
        Put(status, "submissionID", SubmissionId);
        status["terminationTime"] = TerminationTime is { } end ? Manifest.Stamp(end) : null;
        return status;
    }

    /// <summary>Without what belongs to one run; the attempts stay.</summary>
    public ApplicationStatus WithoutRun() => this with
    {
        SparkApplicationId = null,
        TerminationTime = null,
        ErrorMessage = null,
        DriverPod = null,
        UiService = null,
        UiPort = null,
        Executors = Executors.Clear(),
    };

    private static void Put(JsonObject target, string name, JsonNode? value)
    {
        if (value is not null)
        {
            target[name] = value;
        }
    }
}
