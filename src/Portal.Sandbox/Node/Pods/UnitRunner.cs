using System.Text.Json.Nodes;
using Portal.Sandbox.Images;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Node.Settings;
using Portal.Sandbox.Node.Volumes;

namespace Portal.Sandbox.Node.Pods;

/// <summary>Takes one container of a pod a step further: finds its image, starts it, notes its end, starts it again.</summary>
internal sealed class UnitRunner(IImageCatalog images, ContainerStarter starter, ContainerEnd end, PodEvents events, NodeFolders folders, TimeProvider time)
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>Does what can be done now, after <see cref="NoteEndAsync"/>.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="unit">The container.</param>
    /// <param name="volumes">The pod's volumes.</param>
    /// <param name="mayRestart">Whether it runs again after this end.</param>
    /// <param name="ct">Cancels.</param>
    public async Task AdvanceAsync(JsonObject pod, ContainerUnit unit, IReadOnlyDictionary<string, PodVolume> volumes, bool mayRestart, CancellationToken ct)
    {
        if (unit.Running is not null || (unit.Terminated is not null && !mayRestart))
        {
            return;
        }

        if (unit.Terminated is not null)
        {
            PlanRestart(pod, unit);
        }

        if ((unit.NotBefore is null || unit.NotBefore <= time.GetUtcNow()) && Pull(pod, unit) is { } image)
        {
            await StartAsync(pod, unit, image, volumes, ct);
        }
    }

    /// <summary>Turns a process that has ended into a status.</summary>
    public async Task NoteEndAsync(JsonObject pod, ContainerUnit unit, CancellationToken ct)
    {
        if (unit.Running is { Ended.IsCompleted: true } run)
        {
            unit.Terminated = await end.ReportAsync(pod.Uid(), unit, await run.Ended, run.OutOfMemory, time.GetUtcNow(), ct);
            unit.Running = null;
        }
    }

    private void PlanRestart(JsonObject pod, ContainerUnit unit)
    {
        var ran = (unit.Terminated.Time("finishedAt") - unit.Terminated.Time("startedAt")) ?? TimeSpan.Zero;
        var wait = unit.Restarts.Next(ran);
        (unit.LastTerminated, unit.Terminated) = (unit.Terminated, null);
        if (wait > TimeSpan.Zero)
        {
            var who = $"restarting failed container={unit.Name} pod={pod.Name()}_{pod.Namespace()}({pod.Uid()})";
            unit.Wait("CrashLoopBackOff", $"back-off {wait.TotalSeconds:0}s {who}", time.GetUtcNow() + wait);
            events.Warning(pod, "BackOff", $"Back-off restarting failed container {unit.Name} in pod {pod.Name()}_{pod.Namespace()}({pod.Uid()})", unit.FieldPath);
        }
    }

    private HostImage? Pull(JsonObject pod, ContainerUnit unit)
    {
        var now = time.GetUtcNow();
        if (unit.NextPull > now)
        {
            if (unit.Wait("ImagePullBackOff", $"Back-off pulling image \"{unit.Image}\": {unit.Waiting.Text("message")}", unit.NextPull.Value))
            {
                events.Normal(pod, "BackOff", $"Back-off pulling image \"{unit.Image}\"", unit.FieldPath);
                events.Warning(pod, "Failed", "Error: ImagePullBackOff", unit.FieldPath);
            }

            return null;
        }

        try
        {
            var image = images.Resolve(unit.Image);
            unit.NextPull = null;
            events.Normal(pod, "Pulled", $"Container image \"{unit.Image}\" already present on machine and can be accessed by the pod", unit.FieldPath);
            return image;
        }
        catch (ImageNotFoundException e)
        {
            if (unit.Spec.Text("imagePullPolicy") == "Never")
            {
                NeverPull(pod, unit, now);
                return null;
            }

            unit.NextPull = now + unit.Pulls.Next(TimeSpan.Zero);
            var first = unit.Waiting.Text("reason") is null;
            unit.Wait("ErrImagePull", e.Message, now + Soon);
            events.Warning(pod, "Failed", $"Failed to pull image \"{unit.Image}\": {e.Message}", unit.FieldPath);
            if (first)
            {
                events.Warning(pod, "Failed", "Error: ErrImagePull", unit.FieldPath);
            }

            return null;
        }
    }

    private void NeverPull(JsonObject pod, ContainerUnit unit, DateTimeOffset now)
    {
        var message = $"Container image \"{unit.Image}\" is not present with pull policy of Never";
        if (unit.Wait("ErrImageNeverPull", message, now + Soon))
        {
            events.Warning(pod, "ErrImageNeverPull", message, unit.FieldPath);
            events.Warning(pod, "Failed", "Error: ErrImageNeverPull", unit.FieldPath);
        }
    }

    private async Task StartAsync(JsonObject pod, ContainerUnit unit, HostImage image, IReadOnlyDictionary<string, PodVolume> volumes, CancellationToken ct)
    {
        var instance = unit.NextRun;
        try
        {
            unit.Running = await starter.StartAsync(pod, unit.Spec, image, volumes, instance, ct);
        }
        catch (Exception e) when (e is ContainerConfigException or IOException)
        {
            if (unit.Wait(e is IOException ? "CreateContainerError" : "CreateContainerConfigError", e.Message, time.GetUtcNow() + Soon))
            {
                events.Warning(pod, "Failed", $"Error: {e.Message}", unit.FieldPath);
            }

            return;
        }

        (unit.RestartCount, unit.StartedAt, unit.Id) = (instance, time.GetUtcNow(), ContainerId.Format(pod.Uid(), unit.Name, instance));
        (unit.Waiting, unit.NotBefore) = (null, null);
        events.Normal(pod, "Created", "Container created", unit.FieldPath);
        events.Normal(pod, "Started", "Container started", unit.FieldPath);
        DropOldLog(pod.Uid(), unit);
    }

    /// <summary>The log of this run and of the one before are kept.</summary>
    private void DropOldLog(string podUid, ContainerUnit unit)
    {
        const int Kept = 2;
        var old = folders.Log(podUid, unit.Name, unit.RestartCount - Kept);
        if (Directory.Exists(old))
        {
            Directory.Delete(old, recursive: true);
        }
    }
}
