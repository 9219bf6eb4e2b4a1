using Portal.Core.Clusters;
using Portal.Core.History.Live;

namespace Portal.Core.Jobs.Failures;

/// <summary>Causes that the state of the driver's pod shows.</summary>
internal static class PodRules
{
    public static FailureCause? ImagePull(FailureFacts facts) =>
        Container(facts, "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull") is { } c
            ? new("ImagePull", $"The image {c.Image} could not be pulled.", "Check the image's name and tag, and that the cluster may pull it; leave the image empty to take the platform's own.", Evidence(facts, c))
            : null;

    public static FailureCause? MissingConfiguration(FailureFacts facts)
    {
        if (Container(facts, "CreateContainerConfigError") is { } container)
        {
            return new("ConfigMissing", $"The driver could not start: {Sentence(container.Message ?? "its configuration is incomplete")}", "Create what is missing in the workspace, or remove the reference to it, and run again.", Evidence(facts, container));
        }

        var mount = facts.Events.LastOrDefault(e => e.Reason == "FailedMount" && e.Message.Contains("not found", StringComparison.Ordinal));
        return mount is null || Main(facts) is { State: "terminated" } ? null
            : new("ConfigMissing", $"A volume of the driver could not be mounted: {Sentence(mount.Message)}", "Create what is missing in the workspace, or remove the reference to it, and run again.", [Evidence(mount)]);
    }

    public static FailureCause? OutOfMemory(FailureFacts facts) =>
        Container(facts, "OOMKilled") is { } c
            ? new("OutOfMemory", "The driver used more memory than it was given and was stopped (OOMKilled).", "Give the driver more memory, or bring less data to it: collect(), toPandas() and large broadcasts fill the driver.", Evidence(facts, c))
            : null;

    public static FailureCause? Evicted(FailureFacts facts) =>
        facts.Driver is not { Reason: "Evicted" } pod ? null
        : pod.Message?.Contains("ephemeral-storage", StringComparison.Ordinal) == true
            ? new("DiskFull", "The node ran out of disk space and stopped the driver (Evicted).", "Write less to local disk, or ask an admin for nodes with more room.", Evidence(pod))
            : new("Evicted", "The node was short of resources and stopped the driver (Evicted).", "Run it again; if it happens often, ask for what the job really uses so that it is placed better.", Evidence(pod));

    public static FailureCause? NodeRestarted(FailureFacts facts)
    {
        // The kubelet's words for a container that ended while it was not looking.
        IReadOnlyList<FailureEvidence>? evidence = Container(facts, "ContainerStatusUnknown") is { } container ? Evidence(facts, container)
            : facts.Driver is { Reason: "NodeLost" or "NodeShutdown" or "Terminated" or "Shutdown" } pod ? Evidence(pod)
            // The operator may have seen the pod's end before this portal did.
            : facts.App.ErrorMessage?.Contains("Reason: ContainerStatusUnknown", StringComparison.Ordinal) == true ? OperatorRules.Evidence(facts)
            : null;
        return evidence is null ? null
            : new("NodeRestarted", "The node that the driver ran on went away or was restarted.", "Nothing is wrong with the job: run it again. Retries let the platform do that by itself.", evidence);
    }

    public static FailureCause? KilledBySignal(FailureFacts facts)
    {
        if (Main(facts) is not { State: "terminated" } container || (container.Signal ?? container.ExitCode - 128) is not (> 0 and < 65 and var signal))
        {
            return null;
        }

        var (code, advice) = signal switch
        {
            9 => ("Killed", "SIGKILL comes from outside: somebody or the system's out-of-memory killer ended the process. Give the driver more memory if it was large, else run it again."),
            15 => ("Killed", "SIGTERM comes from outside: the pod was told to stop. Run it again; if it happens often, see the events for who stops it."),
            11 or 6 or 4 or 7 => ("Crashed", "A native library crashed. Look for its name at the end of the log, and check its version."),
            _ => ("Killed", "The signal came from outside. Run it again; if it happens often, see the events for who stops it."),
        };
        return new(code, $"The driver was ended by signal {signal} ({SignalName(signal)}).", advice, Evidence(facts, container));
    }

    public static FailureCause? CommandNotFound(FailureFacts facts) =>
        Main(facts) is { State: "terminated", ExitCode: 126 or 127 } c
            ? new("CommandNotFound", "The image has no command to start the driver with.", "Use an image made for Spark, or leave the image empty to take the platform's own.", Evidence(facts, c))
            : null;

    public static FailureCause? CannotStart(FailureFacts facts) =>
        Container(facts, "RunContainerError", "StartError", "ContainerCannotRun", "CreateContainerError", "CrashLoopBackOff") is { } c
            ? new("CannotStart", $"The driver's container could not be started: {Sentence(c.Message ?? c.Reason!)}", "Check the image and the volumes of the job.", Evidence(facts, c))
            : null;

    public static FailureCause? ExitCode(FailureFacts facts) =>
        Main(facts) is { State: "terminated", ExitCode: not (0 or null) } c
            ? new("ExitCode", $"The driver ended with exit code {c.ExitCode}.", "The end of the log shows what it did last.", Evidence(facts, c))
            : null;

    public static FailureEvidence Evidence(EventView e) => new($"Event {e.Reason} of {e.RegardingKind} {e.RegardingName}", e.Message, null);

    /// <summary>A message as the end of a sentence.</summary>
    public static string Sentence(string text)
    {
        var line = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "";
        line = line.Length <= 300 ? line : line[..299] + "…";
        return line.EndsWith('.') || line.EndsWith('…') ? line : line + ".";
    }

    private static ContainerView? Main(FailureFacts facts) => facts.Driver is { } pod ? RunPods.Main(pod) : null;

    private static ContainerView? Container(FailureFacts facts, params ReadOnlySpan<string> reasons)
    {
        foreach (var container in facts.Driver?.Containers ?? [])
        {
            if (container.Reason is { } reason && reasons.Contains(reason))
            {
                return container;
            }
        }

        return null;
    }

    private static FailureEvidence[] Evidence(PodView pod) => [new($"Pod {pod.Key.Name}", $"{pod.Phase}, {pod.Reason}: {pod.Message}", null)];

    private static FailureEvidence[] Evidence(FailureFacts facts, ContainerView container)
    {
        string[] parts =
        [
            container.State,
            .. container.Reason is { } reason ? [reason] : Array.Empty<string>(),
            .. container.ExitCode is { } code ? [$"exit code {code}"] : Array.Empty<string>(),
            .. container.Message is { Length: > 0 } message ? [message] : Array.Empty<string>(),
        ];
        return [new($"Pod {facts.Driver!.Key.Name}, container {container.Name}", string.Join(", ", parts), null)];
    }

    private static string SignalName(int signal) => signal switch
    {
        1 => "SIGHUP",
        2 => "SIGINT",
        3 => "SIGQUIT",
        4 => "SIGILL",
        6 => "SIGABRT",
        7 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        15 => "SIGTERM",
        24 => "SIGXCPU",
        _ => "no common name",
    };
}
