namespace Portal.UnitTests.Sandbox.Api;

/// <summary>The real kubectl against the running API.</summary>
[Collection(SharedSandboxCollection.Name)]
public sealed class KubectlTests(SharedSandbox shared)
{
    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: p1, labels: {app: x}}
        spec:
          containers:
          - name: main
            image: shell
            command: [sh, -c, "sleep 1000"]
            env: [{name: A, value: "1"}]
        """;

    private const string SparkApplication = """
        apiVersion: sparkoperator.k8s.io/v1beta2
        kind: SparkApplication
        metadata: {name: pi}
        spec:
          type: Python
          sparkVersion: 4.0.0
          mainApplicationFile: local:///pi.py
          driver: {cores: 1}
          executor: {instances: 1}
        """;

    [Fact]
    public async Task Get_Namespaces_PrintsColumns() =>
        (await KubectlAsync("", "get", "ns")).ShouldContain("NAME");

    [Fact]
    public async Task Apply_PodTwice_CreatesThenChanges()
    {
        var ns = await NamespaceAsync();

        (await KubectlAsync(Pod, "apply", "-n", ns, "-f", "-")).ShouldContain("pod/p1 created");
        (await KubectlAsync(Pod, "apply", "-n", ns, "-f", "-")).ShouldContain("pod/p1 unchanged");
        (await KubectlAsync(Pod.Replace("image: shell", "image: shell:2", StringComparison.Ordinal), "apply", "-n", ns, "-f", "-")).ShouldContain("pod/p1 configured");
        (await KubectlAsync("", "get", "pods", "-n", ns)).ShouldMatch(@"p1\s+0/1\s+\S+\s+0");
        (await KubectlAsync("", "describe", "pod", "p1", "-n", ns)).ShouldContain("shell:2");
    }

    [Fact]
    public async Task Explain_CustomKind_ShowsTheFieldsOfItsDefinition() =>
        (await KubectlAsync("", "explain", "sparkapplication.spec.driver")).ShouldMatch(@"KIND:\s+SparkApplication[\s\S]*cores\s+<integer>");

    [Fact]
    public async Task Apply_SparkApplication_ShowsTheOperatorsColumns()
    {
        var ns = await NamespaceAsync();

        (await KubectlAsync(SparkApplication, "apply", "-n", ns, "-f", "-")).ShouldContain("created");
        (await KubectlAsync(SparkApplication.Replace("instances: 1", "instances: 2", StringComparison.Ordinal), "apply", "-n", ns, "-f", "-")).ShouldContain("configured");

        (await KubectlAsync("", "get", "sparkapp", "-n", ns)).ShouldMatch(@"NAME\s+SUSPEND\s+STATUS\s+ATTEMPTS\s+START\s+FINISH\s+AGE");
        (await KubectlAsync("", "get", "sparkapp", "pi", "-n", ns, "-o", "jsonpath={.spec.executor.instances}")).ShouldBe("2");
    }

    [Fact]
    public async Task Create_WithKubectlsOwnTypes_Works()
    {
        var ns = await NamespaceAsync();

        await KubectlAsync("", "create", "configmap", "c", "--from-literal=a=b", "-n", ns);
        await KubectlAsync("", "create", "secret", "generic", "s", "--from-literal=p=w", "-n", ns);
        await KubectlAsync("", "create", "service", "clusterip", "svc", "--tcp=80:8080", "-n", ns);

        (await KubectlAsync("", "get", "cm", "c", "-n", ns, "-o", "jsonpath={.data.a}")).ShouldBe("b");
        (await KubectlAsync("", "get", "secret", "s", "-n", ns, "-o", "jsonpath={.data.p}")).ShouldBe("dw==");
        (await KubectlAsync("", "get", "service", "svc", "-n", ns, "-o", "jsonpath={.spec.ports[0].targetPort}")).ShouldBe("8080");
        (await KubectlAsync("", "auth", "can-i", "create", "pods", "-n", ns)).ShouldContain("yes");
    }

    [Fact]
    public async Task LabelPatchWaitDelete_OnOnePod_Work()
    {
        var ns = await NamespaceAsync();
        await KubectlAsync(Pod, "create", "-n", ns, "-f", "-");

        await KubectlAsync("", "label", "pod", "p1", "-n", ns, "tier=a");
        await KubectlAsync("", "patch", "pod", "p1", "-n", ns, "-p", """{"metadata":{"annotations":{"note":"hi"}}}""");
        var waiting = KubectlAsync("", "wait", "--for=delete", "pod/p1", "-n", ns, "--timeout=60s");
        (await KubectlAsync("", "get", "pods", "-n", ns, "-l", "tier=a", "-o", "name")).Trim().ShouldBe("pod/p1");
        (await KubectlAsync("", "delete", "pod", "p1", "-n", ns)).ShouldContain("deleted");

        await waiting;
        (await KubectlAsync("", "get", "pods", "-n", ns, "-o", "name")).ShouldBeEmpty();
    }

    [Fact]
    public async Task ApiResources_ListsWhatIsServed()
    {
        var listed = await KubectlAsync("", "api-resources");

        listed.ShouldMatch(@"sparkapplications\s+sparkapp\s+sparkoperator.k8s.io/v1beta2\s+true\s+SparkApplication");
        listed.ShouldMatch(@"pods\s+po\s+v1\s+true\s+Pod");
    }

    [Fact]
    public async Task Explain_OfAField_ReadsTheTypesOfTheApi()
    {
        (await KubectlAsync("", "explain", "pod.spec.containers")).ShouldMatch(@"KIND:\s+Pod[\s\S]*FIELD: containers <\[\]Container>[\s\S]*imagePullPolicy\s+<string>");
        (await KubectlAsync("", "explain", "configmap.data")).ShouldContain("<map[string]string>");
    }

    [Fact]
    public async Task ApplyServerSide_ByTwoManagers_ConflictsUntilForced()
    {
        const string Settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: VALUE}\n";
        var ns = await NamespaceAsync();

        await KubectlAsync(Settings.Replace("VALUE", "x", StringComparison.Ordinal), "apply", "--server-side", "--field-manager=one", "-n", ns, "-f", "-");
        var second = Settings.Replace("VALUE", "z", StringComparison.Ordinal);
        (await Kubectl.TryAsync(shared.Sandbox, second, "apply", "--server-side", "--field-manager=two", "-n", ns, "-f", "-")).Error.ShouldContain("conflict with \"one\": .data.a");
        await KubectlAsync(second, "apply", "--server-side", "--field-manager=two", "--force-conflicts", "-n", ns, "-f", "-");

        (await KubectlAsync("", "get", "cm", "c", "-n", ns, "--show-managed-fields", "-o", "jsonpath={.metadata.managedFields[*].manager}")).ShouldBe("two");
    }

    private async Task<string> NamespaceAsync()
    {
        var name = $"kubectl-{Guid.NewGuid().ToString("N")[..8]}";
        await KubectlAsync("", "create", "namespace", name);
        return name;
    }

    private Task<string> KubectlAsync(string input, params string[] args) => Kubectl.RunAsync(shared.Sandbox, input, args);
}
