namespace Portal.UnitTests.Sandbox.Api;

/// <summary>What an administrator does about access and quotas, with the real kubectl.</summary>
[Collection(SharedSandboxCollection.Name)]
public sealed class KubectlAccessTests(SharedSandbox shared)
{
    private const string LimitRange = """
        apiVersion: v1
        kind: LimitRange
        metadata: {name: limits}
        spec:
          limits:
          - type: Container
            max: {cpu: 800m}
            default: {cpu: 500m, memory: 256Mi}
        """;

    [Fact]
    public async Task CreateRoleAndBinding_ForAUser_GrantsAtOnce()
    {
        var ns = await NamespaceAsync();
        (await CanAsync("list", "pods", ns, "dora")).ShouldBe("no");

        await RunAsync("create", "role", "reader", "--verb=get,list", "--resource=pods,pods/log", "-n", ns);
        await RunAsync("create", "rolebinding", "dora-reads", "--role=reader", "--user=dora", "-n", ns);

        (await CanAsync("list", "pods", ns, "dora")).ShouldBe("yes");
        (await CanAsync("get", "pods/log", ns, "dora")).ShouldBe("yes");
        (await CanAsync("delete", "pods", ns, "dora")).ShouldBe("no");
        (await RunAsync("auth", "can-i", "--list", "-n", ns, "--as", "dora")).ShouldMatch(@"pods/log\s+\[\]\s+\[\]\s+\[get list\]");
        (await RunAsync("describe", "role", "reader", "-n", ns)).ShouldContain("pods/log");
        await RunAsync("delete", "rolebinding", "dora-reads", "-n", ns);
        (await CanAsync("list", "pods", ns, "dora")).ShouldBe("no");
    }

    [Fact]
    public async Task CreateToken_ForAServiceAccount_IsThatAccount()
    {
        var ns = await NamespaceAsync();
        await RunAsync("create", "serviceaccount", "robot", "-n", ns);
        await RunAsync("create", "rolebinding", "robot-views", "--clusterrole=view", $"--serviceaccount={ns}:robot", "-n", ns);

        var token = (await RunAsync("create", "token", "robot", "-n", ns, "--duration=20m")).Trim();

        (await RunAsync("auth", "whoami", "--token", token)).ShouldContain($"system:serviceaccount:{ns}:robot");
        (await RunAsync("get", "pods", "-n", ns, "--token", token)).ShouldBeEmpty();
        var (_, _, error) = await Kubectl.TryAsync(shared.Sandbox, "", "get", "secrets", "-n", ns, "--token", token);
        error.ShouldContain($"secrets is forbidden: User \"system:serviceaccount:{ns}:robot\" cannot list resource \"secrets\" in API group \"\" in the namespace \"{ns}\"");
    }

    [Fact]
    public async Task CreateQuota_ThenPods_AreHeldToIt()
    {
        var ns = await NamespaceAsync();
        await RunAsync("create", "quota", "q", "--hard=pods=1,count/configmaps=5", "-n", ns);
        await RunAsync("run", "first", "--image=shell", "--restart=Never", "-n", ns, "--command", "--", "sleep", "1000");

        var (code, _, error) = await Kubectl.TryAsync(shared.Sandbox, "", "run", "second", "--image=shell", "-n", ns);

        code.ShouldBe(1);
        error.ShouldContain("pods \"second\" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1");
        (await RunAsync("describe", "quota", "q", "-n", ns)).ShouldMatch(@"pods\s+1\s+1");
    }

    [Fact]
    public async Task ApplyLimitRange_ThenPod_GetsTheDefaults()
    {
        var ns = await NamespaceAsync();
        await Kubectl.RunAsync(shared.Sandbox, LimitRange, "apply", "-n", ns, "-f", "-");

        await RunAsync("run", "p", "--image=shell", "-n", ns);

        (await RunAsync("get", "pod", "p", "-n", ns, "-o", "jsonpath={.spec.containers[0].resources.limits.memory}")).ShouldBe("256Mi");
        (await RunAsync("describe", "limitrange", "limits", "-n", ns)).ShouldMatch(@"Container\s+cpu\s+-\s+800m\s+500m\s+500m\s+-");
    }

    [Fact]
    public async Task CreateRoleBinding_BeyondOnesOwnRights_IsRefused()
    {
        var ns = await NamespaceAsync();
        await RunAsync("create", "rolebinding", "eve-administers", "--clusterrole=admin", "--user=eve", "-n", ns);

        (await RunAsync("create", "rolebinding", "mine", "--clusterrole=edit", "--user=mallory", "-n", ns, "--as", "eve")).ShouldContain("created");
        var (_, _, error) = await Kubectl.TryAsync(shared.Sandbox, "", "create", "rolebinding", "all", "--clusterrole=cluster-admin", "--user=eve", "-n", ns, "--as", "eve");

        error.ShouldContain("rolebindings.rbac.authorization.k8s.io \"all\" is forbidden: user \"eve\" (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n"
            + "{APIGroups:[\"*\"], Resources:[\"*\"], Verbs:[\"*\"]}");
    }

    [Fact]
    public async Task CreateClusterRole_ThatIsAggregated_BecomesPartOfEdit()
    {
        var name = $"extra-{Guid.NewGuid().ToString("N")[..8]}";
        await RunAsync("create", "clusterrole", name, "--verb=get", "--resource=pods", $"--resource-name={name}");

        await RunAsync("label", "clusterrole", name, "rbac.authorization.k8s.io/aggregate-to-view=true");

        await Core.Support.Eventually.GetAsync<string>(
            async () => await RunAsync("get", "clusterrole", "edit", "-o", "jsonpath={.rules[*].resourceNames}"), rules => rules.Contains(name, StringComparison.Ordinal));
        await RunAsync("delete", "clusterrole", name);
    }

    private async Task<string> NamespaceAsync()
    {
        var name = $"access-{Guid.NewGuid().ToString("N")[..8]}";
        await RunAsync("create", "namespace", name);
        return name;
    }

    private async Task<string> CanAsync(string verb, string resource, string ns, string user) =>
        (await Kubectl.TryAsync(shared.Sandbox, "", "auth", "can-i", verb, resource, "-n", ns, "--as", user)).Output.Trim();

    private Task<string> RunAsync(params string[] args) => Kubectl.RunAsync(shared.Sandbox, "", args);
}
