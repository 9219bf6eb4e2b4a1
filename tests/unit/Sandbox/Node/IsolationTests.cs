using System.Globalization;
using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Node;

/// <summary>What a container must not be able to do, tried from inside. Needs bubblewrap, as the sandbox itself does for this.</summary>
public sealed class IsolationTests : NodeTest
{
    [Fact]
    public async Task Container_IsNobodySpecial()
    {
        var output = await OutputAsync("id -u; id -G; grep -E '^(CapEff|CapBnd|CapPrm|NoNewPrivs)' /proc/self/status; ulimit -c >/dev/null; cat /proc/1/environ");

        var lines = output.Split('\n');
        lines[0].ShouldNotBe("0");
        lines[1].ShouldNotContain(" ");
        lines.ShouldContain("CapEff:\t0000000000000000");
        lines.ShouldContain("CapPrm:\t0000000000000000");
        lines.ShouldContain("NoNewPrivs:\t1");
        output.ShouldNotContain("DOTNET");
    }

    [Fact]
    public async Task Container_SeesNoFilesOfTheHost()
    {
        var secret = Path.Combine(Folder, "token");
        await File.WriteAllTextAsync(secret, "secret", Ct);

        var output = await OutputAsync($"cat /etc/shadow {secret} /root/.bashrc /proc/1/root/etc/hostname; ls {Folder} /root /home /var/lib /tmp; echo end");

        output.ShouldNotContain("secret\n");
        output.Split('\n').Where(l => !l.Contains("cannot", StringComparison.Ordinal) && !l.Contains("No such file", StringComparison.Ordinal)
            && !l.Contains("Permission denied", StringComparison.Ordinal)).ShouldBe(["/tmp:", "end", ""]);
    }

    [Fact]
    public async Task Container_SeesNoVolumeOfAnotherPod()
    {
        var other = await Node.RunningAsync(TestNode.Pod("other", "echo private > /data/x; sleep 60", Mounted));
        var folder = Path.Combine(Folder, "node", "pods", other.Uid());
        await TestNode.UntilAsync(() => File.Exists(Path.Combine(folder, "volumes", "data", "x")));

        (await OutputAsync($"ls /data; cat {folder}/volumes/data/x; ls {Folder}/node/pods", Mounted)).ShouldNotContain("private\n");
    }

    [Fact]
    public async Task Container_SeesAndSignalsNoOtherProcess()
    {
        var mine = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);

        var output = await OutputAsync($"ls /proc | grep -E '^[0-9]+$' | wc -l; kill -9 {mine} && echo killed; kill -9 1; kill -9 -1; echo end");

        int.Parse(output.Split('\n')[0], CultureInfo.InvariantCulture).ShouldBeLessThan(10);
        output.ShouldNotContain("killed");
    }

    [Fact]
    public async Task Container_CannotGetRootBack()
    {
        var output = await OutputAsync("touch /usr/x /etc/x; mount -t tmpfs none /mnt; su -c id; chown 0 /tmp; mknod /tmp/d b 8 0; echo end");

        output.ShouldNotContain("uid=0");
        output.ShouldEndWith("end\n");
        File.Exists("/usr/x").ShouldBeFalse();
    }

    /// <summary>A library named in LD_PRELOAD must not be loaded by anything that still is root.</summary>
    [Fact]
    public async Task Container_WithLoaderVariables_IsNoRootBecauseOfThem()
    {
        var output = await OutputAsync("echo started", p =>
        {
            Mounted(p);
            FirstContainer(p)["env"] = JsonNode.Parse("""[{ "name": "LD_PRELOAD", "value": "/data/evil.so" }, { "name": "LD_DEBUG", "value": "libs" }]""");
        });

        // The loader speaks up for the container's own program only: setpriv, which begins as root, never saw the variables.
        output.ShouldContain("started");
        output.ShouldNotContain("/usr/bin/setpriv");
        output.ShouldNotContain("bwrap");
    }

    [Fact]
    public async Task SubPath_OverALinkThatTheContainerMade_IsRefused()
    {
        await CreateAsync(ResourceTypes.PersistentVolumeClaims, "data", JsonNode.Parse("""
            { "spec": { "accessModes": ["ReadWriteOnce"], "resources": { "requests": { "storage": "1Gi" } } } }
            """)!.AsObject());
        Action<JsonObject> Claim(string? subPath) => p =>
        {
            p["spec"]!["volumes"] = JsonNode.Parse("""[{ "name": "data", "persistentVolumeClaim": { "claimName": "data" } }]""");
            FirstContainer(p)["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "data", ["mountPath"] = "/data", ["subPath"] = subPath });
        };
        await OutputAsync("ln -s /etc /data/link", Claim(null));

        await Node.CreateAsync(TestNode.Pod("follower", "ls /data", Claim("link")));

        var pod = await Node.UntilAsync("follower", p => MainStatus(p).Text("state", "waiting", "reason") == "CreateContainerConfigError");
        MainStatus(pod).Text("state", "waiting", "message").ShouldBe("subPath \"link\" must not lead over a symbolic link");
    }

    private static void Mounted(JsonObject pod)
    {
        pod["spec"]!["volumes"] = new JsonArray(new JsonObject { ["name"] = "data", ["emptyDir"] = new JsonObject() });
        FirstContainer(pod)["volumeMounts"] = new JsonArray(new JsonObject { ["name"] = "data", ["mountPath"] = "/data" });
    }
}
