using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Clusters;
using Portal.Kube.Api;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Api;

public sealed class KubeConfigTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubeconfig").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Load_TokenAndRelativeAuthority_AreUsed()
    {
        using var certificates = new TestCertificates();
        Write("ca.pem", certificates.AuthorityPem);
        var endpoint = Load(Config("server: https://k8s.example:6443/prefix\n    certificate-authority: ca.pem\n    tls-server-name: inner", "token: abc"));

        endpoint.Name.ShouldBe("main");
        endpoint.Server.ShouldBe(new Uri("https://k8s.example:6443/prefix/"));
        endpoint.TlsServerName.ShouldBe("inner");
        endpoint.Authorities!.Count.ShouldBe(1);
        (await endpoint.Credentials.GetAsync(Ct)).Authorization!.ToString().ShouldBe("Bearer abc");
    }

    [Fact]
    public void Load_OtherContext_IsTaken()
    {
        var path = Write("config", Config("server: https://a", "token: t") + """

            - name: second
              context: { cluster: main }
            """);

        KubeConfig.Load([path], "second", TimeProvider.System).Name.ShouldBe("main");
    }

    [Fact]
    public void Load_SeveralFiles_AreOneAndTheFirstWins()
    {
        var first = Write("first", "current-context: there\ncontexts:\n- name: there\n  context: {cluster: main}\n");
        var second = Write("second", Config("server: https://second", "token: t"));

        KubeConfig.Load([first, Path.Combine(_folder, "missing"), second], null, TimeProvider.System).Server.Host.ShouldBe("second");
    }

    [Fact]
    public async Task Load_UserNameAndPassword_AreSentAsBasic()
    {
        var endpoint = Load(Config("server: https://a", "username: ann\n    password: 'p:w'"));

        (await endpoint.Credentials.GetAsync(Ct)).Authorization!.Parameter.ShouldBe(Convert.ToBase64String("ann:p:w"u8));
    }

    [Fact]
    public async Task Load_TokenFileChanges_IsReadAgain()
    {
        Write("token", "one");
        var endpoint = Load(Config("server: https://a", "tokenFile: token"));
        (await endpoint.Credentials.GetAsync(Ct)).Authorization!.Parameter.ShouldBe("one");

        File.SetLastWriteTimeUtc(Write("token", "two"), new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        (await endpoint.Credentials.GetAsync(Ct)).Authorization!.Parameter.ShouldBe("two");
    }

    [Theory]
    [InlineData("current-context: [", "not valid YAML near line 2")]
    [InlineData("- a", "holds no mapping")]
    [InlineData("", "holds no mapping")]
    [InlineData("clusters: []", "sets no current-context")]
    [InlineData("current-context: gone\ncontexts: [{name: here, context: {}}]", "no context 'gone'. There are: here")]
    [InlineData("current-context: a\ncontexts:\n- name: a\n  context: {cluster: nowhere}", "cluster 'nowhere', which is not defined")]
    [InlineData("current-context: a\ncontexts:\n- name: a\n  context: {cluster: c, user: nobody}\nclusters: [{name: c, cluster: {server: 'https://x'}}]", "user 'nobody', which is not defined")]
    [InlineData("current-context: a\ncontexts: 5", "'contexts' in the kubeconfig")]
    [InlineData("current-context: a\ncontexts:\n- name: a\n  context: {cluster: c}\nclusters: [{name: c, cluster: {server: 'ftp://x'}}]", "not an http or https address")]
    public void Load_FileIsWrong_SaysWhatAndWhere(string text, string expected)
    {
        var path = Write("config", text);

        var e = Should.Throw<KubeConfigException>(() => KubeConfig.Load([path], null, TimeProvider.System));

        e.Message.ShouldContain(expected);
        e.Message.ShouldContain(path);
    }

    [Theory]
    [InlineData("client-certificate-data: '!!'\n    client-key-data: c2VjcmV0", "not base64")]
    [InlineData("client-certificate-data: c2VjcmV0", "without its client-key")]
    [InlineData("client-certificate-data: c2VjcmV0\n    client-key-data: c2VjcmV0", "cannot be used")]
    [InlineData("client-certificate: gone.pem", "gone.pem, which cannot be read")]
    [InlineData("token: 'sec ret'", "blanks or control characters")]
    [InlineData("auth-provider: {name: gcp, config: {access-token: secret}}", "auth-provider")]
    [InlineData("exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: secret}", "v1alpha1")]
    public void Load_UserIsWrong_SaysSoWithoutTheSecret(string user, string expected)
    {
        var e = Should.Throw<KubeConfigException>(() => Load(Config("server: https://a", user)));

        e.Message.ShouldContain(expected);
        e.Message.ShouldContain("line ");
        e.Message.ShouldNotContain("c2VjcmV0");
        e.Message.ShouldNotContain("sec ret");
    }

    [Fact]
    public void Load_FileIsMissing_NamesIt() =>
        Should.Throw<KubeConfigException>(() => KubeConfig.Load([Path.Combine(_folder, "none")], null, TimeProvider.System)).Message.ShouldContain("none");

    [Fact]
    public async Task Exec_PluginAnswers_IsKeptUntilItExpires()
    {
        var time = new ManualTime();
        Script("plugin.sh", """
            echo run >> "$COUNT"
            echo "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"status\":{\"token\":\"t-${#1}-$(wc -l < "$COUNT" | tr -d ' ')\",\"expirationTimestamp\":\"2026-11-21T11:00:00Z\"}}"
            """);
        var endpoint = Load(Config("server: https://a", $$"""
            exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: ./plugin.sh
                  args: ["a b;c"]
                  interactiveMode: Never
                  env: [{name: COUNT, value: "{{Path.Combine(_folder, "count")}}"}]
            """), time);

        var first = await endpoint.Credentials.GetAsync(Ct);
        var again = await endpoint.Credentials.GetAsync(Ct);
        time.Advance(TimeSpan.FromMinutes(59) + TimeSpan.FromSeconds(51));
        var later = await endpoint.Credentials.GetAsync(Ct);
        endpoint.Credentials.Invalidate(first);
        endpoint.Credentials.Invalidate(later);
        var refused = await endpoint.Credentials.GetAsync(Ct);

        again.ShouldBeSameAs(first);
        first.Authorization!.ToString().ShouldBe("Bearer t-5-1");
        later.ShouldNotBeSameAs(first);
        refused.ShouldNotBeSameAs(later);
    }

    [Theory]
    [InlineData("exit 3", "exit code 3")]
    [InlineData("echo no >&2; exit 1", "no")]
    [InlineData("echo '{\"token\":\"hidden\"}'", "another kind or version")]
    [InlineData("echo hidden", "not a usable ExecCredential")]
    public async Task Exec_PluginFails_SaysSo(string script, string expected)
    {
        Script("plugin.sh", script);
        var endpoint = Load(Config("server: https://a", "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin.sh}"));

        var e = await Should.ThrowAsync<KubeConfigException>(async () => await endpoint.Credentials.GetAsync(Ct));

        e.Message.ShouldContain(expected);
        e.Message.ShouldNotContain("hidden");
    }

    [Fact]
    public async Task Exec_PluginIsMissing_GivesTheInstallHint()
    {
        var endpoint = Load(Config("server: https://a", "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: no-such-plugin-here, installHint: get it there}"));

        (await Should.ThrowAsync<KubeConfigException>(async () => await endpoint.Credentials.GetAsync(Ct))).Message.ShouldContain("get it there");
    }

    [Fact]
    public void InCluster_PodHasAServiceAccount_IsUsed()
    {
        using var certificates = new TestCertificates();
        Write("ca.crt", certificates.AuthorityPem);
        Write("token", "pod-token");

        var endpoint = InClusterConfig.TryLoad(TimeProvider.System, name => name == "KUBERNETES_SERVICE_HOST" ? "fd00::1" : "443", _folder)!;

        endpoint.Server.ShouldBe(new Uri("https://[fd00::1]:443/"));
        InClusterConfig.TryLoad(TimeProvider.System, _ => null, _folder).ShouldBeNull();
    }

    [Fact]
    public async Task Tls_ServerIsSignedByTheAuthority_ClientCertificateIsSentAndHttp2Used()
    {
        using var certificates = new TestCertificates();
        using var server = certificates.Issue("api", loopback: true);
        var (certificate, key) = TestCertificates.Pem(certificates.Issue("ann", loopback: false));
        await using var api = await FakeApi.StartAsync(server, https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (given, _, _) => given.Subject == "CN=ann";
        });
        api.Store.Put(ResourceKind.ConfigMap, "team-a", "c1");

        await GetAsync(Config(
            $"server: {api.Address}\n    certificate-authority-data: {Base64(certificates.AuthorityPem)}",
            $"client-certificate-data: {Base64(certificate)}\n    client-key-data: {Base64(key)}"));

        api.Requests.Single().Protocol.ShouldBe("HTTP/2");
    }

    [Theory]
    [InlineData(true, "api", null, true)]
    [InlineData(false, "api", null, false)]
    [InlineData(false, "api", "api", true)]
    [InlineData(true, "api", "other", false)]
    public async Task Tls_NameInTheCertificate_MustFit(bool loopback, string name, string? serverName, bool works)
    {
        using var certificates = new TestCertificates();
        using var server = certificates.Issue(name, loopback);
        await using var api = await FakeApi.StartAsync(server);
        api.Store.Put(ResourceKind.ConfigMap, "team-a", "c1");
        var config = Config(
            $"server: {api.Address}\n    certificate-authority-data: {Base64(certificates.AuthorityPem)}{(serverName is null ? "" : $"\n    tls-server-name: {serverName}")}", "token: t");

        var failure = await Record.ExceptionAsync(() => GetAsync(config));

        (failure is null).ShouldBe(works, failure?.Message);
    }

    [Fact]
    public async Task Tls_ServerIsSignedByAnother_IsRefusedWithAHint()
    {
        using var trusted = new TestCertificates();
        using var other = new TestCertificates();
        await using var api = await FakeApi.StartAsync(other.Issue("api", loopback: true));

        var e = await Should.ThrowAsync<ClusterException>(() => GetAsync(Config($"server: {api.Address}\n    certificate-authority-data: {Base64(trusted.AuthorityPem)}", "token: t")));

        e.Kind.ShouldBe(ClusterErrorKind.Unreachable);
        e.Message.ShouldContain("certificate-authority");
        api.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tls_VerificationIsSwitchedOff_AnyServerIsTaken()
    {
        using var other = new TestCertificates();
        await using var api = await FakeApi.StartAsync(other.Issue("api", loopback: false));
        api.Store.Put(ResourceKind.ConfigMap, "team-a", "c1");

        await GetAsync(Config($"server: {api.Address}\n    insecure-skip-tls-verify: true", "token: t"));

        api.Requests.Count.ShouldBe(1);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private static string Config(string cluster, string user) => $"""
        current-context: default
        clusters:
        - name: main
          cluster:
            {cluster}
        users:
        - name: me
          user:
            {user}
        contexts:
        - name: default
          context: {"{"}cluster: main, user: me{"}"}
        """;

    private async Task GetAsync(string config)
    {
        using var http = new KubeHttp(Load(config), TimeSpan.FromSeconds(30), new AcceleratedTime(50), NullLogger<KubeHttp>.Instance);
        await new ResourceClient(http).GetAsync(Caller.Portal, new ResourceKey("c", ResourceKind.ConfigMap, "team-a", "c1"), Ct);
    }

    private KubeEndpoint Load(string text, TimeProvider? time = null) => KubeConfig.Load([Write("config", text)], null, time ?? TimeProvider.System);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private void Script(string name, string body) => File.SetUnixFileMode(Write(name, "#!/bin/sh\n" + body + "\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
}
