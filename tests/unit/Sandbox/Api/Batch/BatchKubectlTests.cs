namespace Portal.UnitTests.Sandbox.Api.Batch;

/// <summary>Jobs, CronJobs, services and leases as kubectl sees them, over real HTTP, with pods that really run.</summary>
[Collection(SharedSandboxCollection.Name)]
public sealed class BatchKubectlTests(SharedSandbox shared)
{
    [Fact]
    public async Task Job_CreatedAndWaitedFor_IsShownAsKubernetesShowsIt()
    {
        var ns = await NamespaceAsync();

        (await KubectlAsync("create", "job", "hello", "--image=busybox", "-n", ns, "--", "sh", "-c", "echo done")).ShouldBe("job.batch/hello created\n");
        (await KubectlAsync("wait", "--for=condition=complete", "job/hello", "-n", ns, "--timeout=60s")).ShouldContain("condition met");

        (await KubectlAsync("get", "job", "-n", ns)).ShouldMatch(@"NAME\s+STATUS\s+COMPLETIONS\s+DURATION\s+AGE\s*\nhello\s+Complete\s+1/1\s+\d+s\s+\d+s");
        (await KubectlAsync("get", "job", "-n", ns, "-o", "wide")).ShouldMatch("hello .* hello +busybox +batch.kubernetes.io/controller-uid=");
        (await KubectlAsync("logs", "job/hello", "-n", ns)).ShouldBe("done\n");
        (await KubectlAsync("describe", "job", "hello", "-n", ns)).ShouldMatch(@"Pods Statuses:\s+0 Active \(0 Ready\) / 1 Succeeded / 0 Failed");
    }

    [Theory]
    [InlineData("foreground", "")]
    [InlineData("background", "")]
    [InlineData("orphan", "pod/")]
    public async Task DeletedJob_WithACascade_LeavesWhatTheCascadeSays(string cascade, string left)
    {
        var ns = await NamespaceAsync();
        await KubectlAsync("create", "job", "j", "--image=busybox", "-n", ns, "--", "true");
        await KubectlAsync("wait", "--for=condition=complete", "job/j", "-n", ns, "--timeout=60s");

        (await KubectlAsync("delete", "job", "j", "-n", ns, $"--cascade={cascade}", "--timeout=60s")).ShouldContain("deleted");

        if (left.Length == 0)
        {
            await KubectlAsync("wait", "--for=delete", "pods", "--all", "-n", ns, "--timeout=60s");
        }

        (await KubectlAsync("get", "pods", "-n", ns, "-o", "name")).ShouldStartWith(left);
        (await KubectlAsync("get", "jobs", "-n", ns, "-o", "name")).ShouldBeEmpty();
    }

    [Fact]
    public async Task CronJob_AndAJobFromIt_Work()
    {
        var ns = await NamespaceAsync();
        await KubectlAsync("create", "configmap", "words", "--from-literal=word=hi", "-n", ns);
        await ApplyAsync(ns, """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: nightly}
            spec:
              schedule: "@daily"
              timeZone: Europe/Berlin
              jobTemplate:
                metadata: {labels: {tier: batch}}
                spec:
                  backoffLimit: 0
                  template:
                    spec:
                      restartPolicy: Never
                      volumes: [{name: words, configMap: {name: words}}]
                      containers:
                      - name: main
                        image: busybox
                        command: [sh, -c, "echo $WORD $(cat /words/word)"]
                        env: [{name: WORD, valueFrom: {configMapKeyRef: {name: words, key: word}}}]
                        resources: {requests: {cpu: 10m, memory: 16Mi}}
                        volumeMounts: [{name: words, mountPath: /words}]
            """);

        (await KubectlAsync("get", "cj", "-n", ns)).ShouldMatch(
            @"NAME\s+SCHEDULE\s+TIMEZONE\s+SUSPEND\s+ACTIVE\s+LAST SCHEDULE\s+AGE\s*\nnightly\s+@daily\s+Europe/Berlin\s+False\s+0\s+<none>\s+\d+s");
        (await KubectlAsync("create", "job", "now", "--from=cronjob/nightly", "-n", ns)).ShouldBe("job.batch/now created\n");
        await KubectlAsync("wait", "--for=condition=complete", "job/now", "-n", ns, "--timeout=60s");

        (await KubectlAsync("logs", "job/now", "-n", ns)).ShouldBe("hi hi\n");
        (await KubectlAsync("get", "job", "now", "-n", ns, "-o", "jsonpath={.metadata.ownerReferences[0].kind} {.metadata.labels.tier} {.spec.backoffLimit} {.spec.template.spec.containers[0].resources.requests.cpu}"))
            .ShouldBe("CronJob batch 0 10m");
        await KubectlAsync("create", "cronjob", "quick", "--image=busybox", "--schedule=*/5 * * * *", "-n", ns, "--", "true");
        (await KubectlAsync("delete", "cronjob", "--all", "-n", ns)).ShouldContain("deleted");
    }

    [Fact]
    public async Task Service_WithAPodBehind_ShowsEndpoints()
    {
        var ns = await NamespaceAsync();
        await KubectlAsync("create", "service", "nodeport", "web", "--tcp=8080:8080", "-n", ns);
        await ApplyAsync(ns, """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, labels: {app: web}}
            spec: {containers: [{name: c, image: busybox, command: [sleep, "1000"]}]}
            """);
        await KubectlAsync("wait", "--for=condition=Ready", "pod/web", "-n", ns, "--timeout=60s");
        await KubectlAsync("wait", "--for=jsonpath={.subsets[0].addresses[0].ip}", "endpoints/web", "-n", ns, "--timeout=60s");

        (await KubectlAsync("get", "svc", "-n", ns)).ShouldMatch(@"web\s+NodePort\s+127\.96\.\d+\.\d+\s+<none>\s+8080:3\d{4}/TCP");
        (await KubectlAsync("get", "endpoints", "-n", ns)).ShouldMatch(@"web\s+127\.0\.0\.1:8080");
        (await KubectlAsync("get", "endpointslices", "-n", ns)).ShouldMatch(@"web-\S+\s+IPv4\s+8080\s+127\.0\.0\.1");
        (await KubectlAsync("describe", "svc", "web", "-n", ns)).ShouldMatch(@"Endpoints:\s+127\.0\.0\.1:8080");
    }

    [Fact]
    public async Task Lease_OfTheNode_IsRenewed()
    {
        (await KubectlAsync("get", "lease", "-n", "kube-node-lease")).ShouldMatch(@"NAME\s+HOLDER\s+AGE\s*\nsandbox-node\s+sandbox-node");
        (await KubectlAsync("describe", "node", "sandbox-node")).ShouldMatch(@"MemoryPressure\s+False");
    }

    [Theory]
    [InlineData("""{"template": {"spec": {"containers": [{"name": "a", "image": "b"}]}}}""", "spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\"")]
    [InlineData("""{"parallelism": -1, "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "b"}]}}}""", "spec.parallelism: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData("""{"completionMode": "Indexed", "parallelism": 2, "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "b"}]}}}""", "spec.completions: Required value: when completion mode is Indexed")]
    [InlineData("""{"backoffLimit": "many", "template": {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "b"}]}}}""", "cannot unmarshal string into Go struct field")]
    public async Task BadJob_IsRefusedInKubernetesWords(string spec, string expected)
    {
        var ns = await NamespaceAsync();

        var (code, _, error) = await Kubectl.TryAsync(
            shared.Sandbox, $$"""{"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "bad"}, "spec": {{spec}}}""", "create", "-n", ns, "--validate=false", "-f", "-");

        code.ShouldBe(1);
        error.ShouldContain(expected);
    }

    [Theory]
    [InlineData("61 * * * *", "spec.schedule: Invalid value: \"61 * * * *\": end of range (61) above maximum (59): 61")]
    [InlineData("CRON_TZ=UTC * * * * *", "cannot use TZ or CRON_TZ in schedule, use timeZone field instead")]
    public async Task BadSchedule_IsRefusedInKubernetesWords(string schedule, string expected)
    {
        var ns = await NamespaceAsync();

        var (_, _, error) = await Kubectl.TryAsync(shared.Sandbox, "", "create", "cronjob", "bad", "--image=busybox", $"--schedule={schedule}", "-n", ns);

        error.ShouldContain(expected);
    }

    [Fact]
    public async Task Job_OnceCreated_KeepsItsTemplate()
    {
        var ns = await NamespaceAsync();
        await KubectlAsync("create", "job", "j", "--image=busybox", "-n", ns, "--", "sleep", "1000");

        var (_, _, error) = await Kubectl.TryAsync(
            shared.Sandbox, "", "patch", "job", "j", "-n", ns, "-p", """{"spec": {"completions": 5, "template": {"spec": {"containers": [{"name": "j", "image": "other"}]}}}}""");

        error.ShouldContain("spec.completions: Invalid value: 5: field is immutable");
        error.ShouldContain("spec.template: Invalid value");
        await KubectlAsync("patch", "job", "j", "-n", ns, "-p", """{"spec": {"parallelism": 0}}""");
        await KubectlAsync("wait", "--for=delete", "pod", "-l", "job-name=j", "-n", ns, "--timeout=60s");
    }

    private async Task<string> NamespaceAsync()
    {
        var name = $"batch-{Guid.NewGuid().ToString("N")[..8]}";
        await KubectlAsync("create", "namespace", name);
        return name;
    }

    private Task<string> ApplyAsync(string ns, string manifest) => Kubectl.RunAsync(shared.Sandbox, manifest, "apply", "-n", ns, "-f", "-");

    private Task<string> KubectlAsync(params string[] args) => Kubectl.RunAsync(shared.Sandbox, "", args);
}
