using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.SparkOperator;

/// <summary>
/// Makes what a submission consists of: config map, driver pod, service of the Spark UI. Doing it again after a crash in between takes over what is there.
/// </summary>
internal sealed class Submitter(IObjects objects, TimeProvider time, ILogger<Submitter> logger)
{
    /// <param name="app">The application.</param>
    /// <param name="submissionId">Id for this attempt; one that was taken over keeps its own.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The submission; null when a driver pod of a run before is still going away.</returns>
    /// <exception cref="SubmissionRefusedException">The API or Spark would not take it.</exception>
    public async Task<Submission?> SubmitAsync(SparkApp app, string submissionId, CancellationToken ct)
    {
        if (objects.Get(ResourceTypes.Pods, app.Namespace, SparkNames.DriverPod(app)) is not { } pod)
        {
            pod = await CreateAsync(app, submissionId, ct);
        }
        else if (!IsOwn(pod, app))
        {
            return IsOfPredecessor(pod, app) ? null : throw new SubmissionRefusedException("failed to run spark-submit: driver pod already exist");
        }
        else if (pod.Terminating() || pod.Label(SparkNames.SubmissionId) == app.Status.SubmissionId)
        {
            return null;
        }

        var id = pod.Label(SparkNames.SubmissionId) ?? "";
        await Task.WhenAll(GiveConfigMapToAsync(pod, id, ct), CreateServiceAsync(app, id, ct));
        return new Submission(id, SparkNames.ApplicationId(id), SparkNames.UiService(app.Name), SparkProperties.UiPort(app));
    }

    /// <summary>Deletes what belongs to the present run. Executors go with their driver.</summary>
    public async Task DeleteRunAsync(SparkApp app, CancellationToken ct)
    {
        var driver = app.Status.DriverPod ?? SparkNames.DriverPod(app);
        if (objects.Get(ResourceTypes.Pods, app.Namespace, driver) is { } pod && IsOwn(pod, app) && !pod.Terminating())
        {
            await objects.DeleteAsync(ResourceTypes.Pods, app.Namespace, driver, pod.Uid(), graceSeconds: null, ct);
        }

        var service = app.Status.UiService ?? SparkNames.UiService(app.Name);
        if (objects.Get(ResourceTypes.Services, app.Namespace, service) is { } ui && IsOwn(ui, app))
        {
            await objects.DeleteAsync(ResourceTypes.Services, app.Namespace, service, ui.Uid(), graceSeconds: 0, ct);
        }
    }

    public static bool IsOwn(JsonObject obj, SparkApp app) => obj.Items("metadata", "ownerReferences").Any(o => o.Text("uid") == app.Uid);

    private static bool IsOfPredecessor(JsonObject pod, SparkApp app) =>
        pod.Items("metadata", "ownerReferences").Any(o => o.Text("kind") == app.Manifest.Text("kind") && o.Text("name") == app.Name);

    private async Task<JsonObject> CreateAsync(SparkApp app, string submissionId, CancellationToken ct)
    {
        var map = SparkNames.ConfigMap(submissionId);
        var pod = SparkPodFactory.Driver(app, submissionId);
        try
        {
            await objects.CreateAsync(ResourceTypes.ConfigMaps, ConfigMap(app, submissionId), ct);
            return await objects.CreateAsync(ResourceTypes.Pods, pod, ct);
        }
        catch (ApiException e) when (e.Code is >= 400 and < 500 and not 429)
        {
            await objects.DeleteAsync(ResourceTypes.ConfigMaps, app.Namespace, map, uid: null, graceSeconds: 0, ct);
            throw new SubmissionRefusedException($"failed to run spark-submit: {e.Message}");
        }
    }

    /// <summary>It is there before the pod, so that the pod can start at once, and belongs to the application until there is a pod to own it.</summary>
    private JsonObject ConfigMap(SparkApp app, string submissionId) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject
        {
            ["name"] = SparkNames.ConfigMap(submissionId),
            ["namespace"] = app.Namespace,
            ["labels"] = new JsonObject { [SparkNames.AppSelector] = SparkNames.ApplicationId(submissionId) },
            ["ownerReferences"] = new JsonArray(SparkPodFactory.OwnerReference(app)),
        },
        ["data"] = new JsonObject
        {
            [SparkProperties.PropertiesKey] = SparkProperties.Write(SparkProperties.For(app, submissionId, time.GetUtcNow())),
            [SparkProperties.TemplateKey] = SparkPodFactory.ExecutorTemplate(app, submissionId).ToJsonString(),
        },
    };

    private async Task GiveConfigMapToAsync(JsonObject pod, string submissionId, CancellationToken ct) =>
        await objects.UpdateAsync(ResourceTypes.ConfigMaps, pod.Namespace(), SparkNames.ConfigMap(submissionId), status: false, map =>
        {
            if (map.Items("metadata", "ownerReferences").Any(o => o.Text("uid") == pod.Uid()))
            {
                return false;
            }

            map.Child("metadata")["ownerReferences"] = new JsonArray(new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Pod",
                ["name"] = pod.Name(),
                ["uid"] = pod.Uid(),
                ["controller"] = true,
            });
            return true;
        }, ct);

    private async Task CreateServiceAsync(SparkApp app, string submissionId, CancellationToken ct)
    {
        var name = SparkNames.UiService(app.Name);
        var options = app.Spec.At("sparkUIOptions");
        var labels = new JsonObject(options.Pairs("serviceLabels").Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value)))
        {
            [SparkNames.AppName] = app.Name,
            [SparkNames.SubmissionId] = submissionId,
        };
        var service = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Service",
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = app.Namespace,
                ["labels"] = labels,
                ["annotations"] = new JsonObject(options.Pairs("serviceAnnotations").Select(a => KeyValuePair.Create(a.Key, (JsonNode?)a.Value))),
                ["ownerReferences"] = new JsonArray(SparkPodFactory.OwnerReference(app)),
            },
            ["spec"] = new JsonObject
            {
                ["type"] = options.Text("serviceType") ?? "ClusterIP",
                ["selector"] = new JsonObject { [SparkNames.AppName] = app.Name, [SparkNames.Role] = "driver", [SparkNames.SubmissionId] = submissionId },
                ["ports"] = new JsonArray(new JsonObject
                {
                    ["name"] = options.Text("servicePortName") ?? "spark-driver-ui-port",
                    ["protocol"] = "TCP",
                    ["port"] = options.Whole("servicePort") ?? SparkProperties.UiPort(app),
                    ["targetPort"] = SparkProperties.UiPort(app),
                }),
            },
        };
        try
        {
            await objects.CreateAsync(ResourceTypes.Services, service, ct);
        }
        catch (ApiException e) when (e.Code is >= 400 and < 500)
        {
            // The driver runs; a missing way to its UI is no reason to call the submission failed.
            logger.LogDebug(e, "Service {Namespace}/{Service} was not made", app.Namespace, name);
        }
    }
}
