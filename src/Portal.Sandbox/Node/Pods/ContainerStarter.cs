using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Images;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node.Isolation;
using Portal.Sandbox.Node.Limits;
using Portal.Sandbox.Node.Logs;
using Portal.Sandbox.Node.Processes;
using Portal.Sandbox.Node.Settings;
using Portal.Sandbox.Node.Volumes;

namespace Portal.Sandbox.Node.Pods;

/// <summary>Starts containers: settings and mounts become a process with a log.</summary>
internal sealed class ContainerStarter(
    ContainerEnvironment environment, ContainerMounts mounts, ContainerCommand command, ContainerOwner owner, IsolationState isolation, NodeFolders folders,
    NodeOptions options, LogRegistry logs, ControlGroups groups, MemoryWatch memory, ApiEndpoint api, TimeProvider time, ILogger<ContainerStarter> logger)
{
    /// <exception cref="ContainerConfigException">It cannot be started as it is written; the message says why.</exception>
    /// <exception cref="IOException">The disk is full or broken.</exception>
    public async Task<RunningContainer> StartAsync(
        JsonObject pod, JsonObject container, HostImage image, IReadOnlyDictionary<string, PodVolume> volumes, int instance, CancellationToken ct)
    {
        var name = container.Text("name") ?? "";
        var launch = Launch(pod, container, image, volumes);
        var (memoryLimit, cpuLimit) = (Limit(container, "memory"), Limit(container, "cpu"));
        var group = isolation.Level == IsolationLevel.None ? null : groups.Create($"{pod.Uid()}-{name}-{instance}", memoryLimit, cpuLimit);
        var spec = command.For(isolation.Level, launch with { ControlGroups = group?.ProcessFiles ?? [] });
        var folder = folders.Log(pod.Uid(), name, instance);
        var log = new LogFile(folder, options, time, logger);
        try
        {
            var process = await HostProcess.StartAsync(spec, ct);
            LeftoverProcess.Record(folders.Container(pod.Uid(), name), process.Id, instance);
            var running = new RunningContainer(process, log, group);
            logs.Add(folder, log);
            _ = running.Ended.ContinueWith(_ => logs.Remove(folder), TaskScheduler.Default);
            if (group is null && memoryLimit is { } limit)
            {
                memory.Add(running, (long)limit);
            }

            return running;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            log.Dispose();
            throw new ContainerConfigException($"the process was not started: {e.Message}");
        }
    }

    private static decimal? Limit(JsonObject container, string resource) =>
        Quantity.TryParse(container.At("resources", "limits", resource).Scalar(), out var limit) && limit > 0 ? limit : null;

    private ContainerLaunch Launch(JsonObject pod, JsonObject container, HostImage image, IReadOnlyDictionary<string, PodVolume> volumes)
    {
        var own = environment.Resolve(pod, container, Given(pod));
        var variables = new Dictionary<string, string>(image.Environment);
        foreach (var (name, value) in own)
        {
            variables[name] = value;
        }

        variables.TryAdd("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        variables.TryAdd("HOME", "/tmp");
        var scratch = new ContainerScratch(folders.Container(pod.Uid(), container.Text("name") ?? ""), owner);
        var directory = container.Text("workingDir") is { Length: > 0 } given ? given : image.WorkingDirectory;
        var seen = mounts.Of(container, image, volumes, own);
        return new ContainerLaunch
        {
            Command = ContainerCommandLine.Of(container, image, own),
            Environment = variables,
            Mounts = isolation.Level == IsolationLevel.None ? PlainMounts.Check(seen) : scratch.Complete(seen, directory, TerminationMessage.PathOf(container)),
            WorkingDirectory = isolation.Level == IsolationLevel.None && !Directory.Exists(directory) ? scratch.Folder : directory,
            HostName = pod.Name(),
        };
    }

    private Dictionary<string, string> Given(JsonObject pod)
    {
        var port = api.Port.ToString(CultureInfo.InvariantCulture);
        return new()
        {
            ["HOSTNAME"] = pod.Name(),
            ["KUBERNETES_SERVICE_HOST"] = api.Host,
            ["KUBERNETES_SERVICE_PORT"] = port,
            ["KUBERNETES_SERVICE_PORT_HTTPS"] = port,
        };
    }
}
