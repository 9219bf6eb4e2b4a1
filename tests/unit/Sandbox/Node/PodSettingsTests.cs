using System.Text.Json.Nodes;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Node;

public sealed class PodSettingsTests : NodeTest
{
    [Fact]
    public async Task Environment_FromEverywhere_IsResolved()
    {
        await CreateAsync(ResourceTypes.ConfigMaps, "settings", new JsonObject { ["data"] = new JsonObject { ["colour"] = "blue", ["size"] = "7" } });
        await CreateAsync(ResourceTypes.Secrets, "hidden", new JsonObject { ["data"] = new JsonObject { ["key"] = Convert.ToBase64String("s3cret"u8) } });

        var output = await OutputAsync("env", p =>
        {
            p["metadata"]!["labels"] = new JsonObject { ["app"] = "shop" };
            FirstContainer(p)["resources"] = new JsonObject { ["limits"] = new JsonObject { ["memory"] = "512Mi", ["cpu"] = "1500m" } };
            FirstContainer(p)["envFrom"] = new JsonArray(new JsonObject { ["prefix"] = "CM_", ["configMapRef"] = new JsonObject { ["name"] = "settings" } });
            FirstContainer(p)["env"] = JsonNode.Parse("""
                [
                  { "name": "PLAIN", "value": "a b \"c\" $(HOME_OF) $(CM_colour) $$(CM_size)" },
                  { "name": "LABEL", "valueFrom": { "fieldRef": { "fieldPath": "metadata.labels['app']" } } },
                  { "name": "WHERE", "valueFrom": { "fieldRef": { "fieldPath": "spec.nodeName" } } },
                  { "name": "SECRET", "valueFrom": { "secretKeyRef": { "name": "hidden", "key": "key" } } },
                  { "name": "GONE", "valueFrom": { "configMapKeyRef": { "name": "nosuch", "key": "x", "optional": true } } },
                  { "name": "MEMORY", "valueFrom": { "resourceFieldRef": { "resource": "limits.memory", "divisor": "1Mi" } } },
                  { "name": "CPU", "valueFrom": { "resourceFieldRef": { "resource": "limits.cpu" } } },
                  { "name": "LD_PRELOAD", "value": "" },
                  { "name": "with.dot", "value": "x" }
                ]
                """);
        });

        output.Split('\n').ShouldSatisfyAllConditions(
            lines => lines.ShouldContain("PLAIN=a b \"c\" $(HOME_OF) blue $(CM_size)"),
            lines => lines.ShouldContain("CM_size=7"),
            lines => lines.ShouldContain("LABEL=shop"),
            lines => lines.ShouldContain("WHERE=sandbox-node"),
            lines => lines.ShouldContain("SECRET=s3cret"),
            lines => lines.ShouldNotContain(l => l.StartsWith("GONE", StringComparison.Ordinal)),
            lines => lines.ShouldContain("MEMORY=512"),
            lines => lines.ShouldContain("CPU=2"),
            lines => lines.ShouldContain("LD_PRELOAD="),
            lines => lines.ShouldContain("KUBERNETES_SERVICE_HOST=127.0.0.1"),
            lines => lines.ShouldContain("KUBERNETES_SERVICE_PORT=6443"));
        output.ShouldNotContain("DOTNET_");
    }

    [Theory]
    [InlineData("configMapKeyRef", "settings", "nosuch", "couldn't find key nosuch in ConfigMap team-a/settings")]
    [InlineData("configMapKeyRef", "nosuch", "key", "configmap \"nosuch\" not found")]
    [InlineData("secretKeyRef", "nosuch", "key", "secret \"nosuch\" not found")]
    public async Task Environment_WithMissingReference_WaitsAndThenRuns(string kind, string name, string key, string message)
    {
        await CreateAsync(ResourceTypes.ConfigMaps, "settings", new JsonObject { ["data"] = new JsonObject { ["colour"] = "blue" } });
        var reference = new JsonObject { ["name"] = name, ["key"] = key };
        await Node.CreateAsync(TestNode.Pod("waits", "true", p =>
            FirstContainer(p)["env"] = new JsonArray(new JsonObject { ["name"] = "X", ["valueFrom"] = new JsonObject { [kind] = reference } })));

        var pod = await Node.UntilAsync("waits", p => MainStatus(p).Text("state", "waiting", "reason") == "CreateContainerConfigError");
        MainStatus(pod).Text("state", "waiting", "message").ShouldBe(message);
        if (name == "nosuch")
        {
            var type = kind == "secretKeyRef" ? ResourceTypes.Secrets : ResourceTypes.ConfigMaps;
            await CreateAsync(type, name, new JsonObject { ["data"] = new JsonObject { [key] = "dGhlcmU=" } });
            await Node.UntilAsync("waits", p => p.Text("status", "phase") == "Succeeded");
        }
    }

    [Fact]
    public async Task Command_ReplacesEntrypoint_ArgsReplaceDefaults()
    {
        (await OutputAsync("", p => (FirstContainer(p)["image"], FirstContainer(p)["command"]) = ("greeter", null))).ShouldBe("entry default\n");
        (await OutputAsync("", p => (FirstContainer(p)["image"], FirstContainer(p)["command"], FirstContainer(p)["args"]) = ("greeter", null, new JsonArray("$(FROM_ENV)", "b"))))
            .ShouldBe("entry $(FROM_ENV) b\n");
        (await OutputAsync("", p => (FirstContainer(p)["image"], FirstContainer(p)["command"]) = ("greeter", new JsonArray("/bin/sh", "-c", "echo $FROM_IMAGE")))).ShouldBe("yes\n");
    }

    [Fact]
    public async Task Volumes_OfAllKinds_AreMounted()
    {
        await CreateAsync(ResourceTypes.ConfigMaps, "settings", JsonNode.Parse("""{ "data": { "a": "1", "b": "2" }, "binaryData": { "c": "/wA=" } }""")!.AsObject());
        await CreateAsync(ResourceTypes.Secrets, "hidden", new JsonObject { ["data"] = new JsonObject { ["key"] = "czNjcmV0" } });
        await CreateAsync(ResourceTypes.PersistentVolumeClaims, "data", JsonNode.Parse("""
            { "spec": { "accessModes": ["ReadWriteOnce"], "resources": { "requests": { "storage": "1Gi" } } } }
            """)!.AsObject());
        const string Script = """
            exec 2>&1
            cat /config/a /renamed/sub/b; od -An -tx1 /config/c; cat /secret/key; echo; stat -c %a /secret/key
            cat /down/labels; echo; cat /all/key /all/name; echo; cat /one-file; echo
            echo kept > /data/deep/file; echo x > /empty/x; cat /empty/x
            echo no > /config/a; echo no > /locked/x
            cat /var/run/secrets/kubernetes.io/serviceaccount/token /var/run/secrets/kubernetes.io/serviceaccount/namespace; echo
            """;
        Action<JsonObject> volumes = p =>
        {
            p["metadata"]!["labels"] = new JsonObject { ["app"] = "shop" };
            p["spec"]!["volumes"] = JsonNode.Parse("""
                [
                  { "name": "config", "configMap": { "name": "settings" } },
                  { "name": "renamed", "configMap": { "name": "settings", "items": [{ "key": "b", "path": "sub/b" }] } },
                  { "name": "secret", "secret": { "secretName": "hidden", "defaultMode": 256 } },
                  { "name": "down", "downwardAPI": { "items": [{ "path": "labels", "fieldRef": { "fieldPath": "metadata.labels" } }] } },
                  { "name": "all", "projected": { "sources": [
                      { "secret": { "name": "hidden" } },
                      { "downwardAPI": { "items": [{ "path": "name", "fieldRef": { "fieldPath": "metadata.namespace" } }] } }] } },
                  { "name": "data", "persistentVolumeClaim": { "claimName": "data" } },
                  { "name": "empty", "emptyDir": {} },
                  { "name": "absent", "configMap": { "name": "nosuch", "optional": true } }
                ]
                """);
            FirstContainer(p)["volumeMounts"] = JsonNode.Parse("""
                [
                  { "name": "config", "mountPath": "/config" }, { "name": "renamed", "mountPath": "/renamed" }, { "name": "secret", "mountPath": "/secret" },
                  { "name": "down", "mountPath": "/down" }, { "name": "all", "mountPath": "/all" }, { "name": "absent", "mountPath": "/absent" },
                  { "name": "config", "mountPath": "/one-file", "subPath": "a" }, { "name": "data", "mountPath": "/data/deep", "subPath": "deep" },
                  { "name": "empty", "mountPath": "/empty" }, { "name": "empty", "mountPath": "/locked", "readOnly": true }
                ]
                """);
        };

        var output = await OutputAsync(Script, volumes);

        output.ShouldBe("""
            12 ff 00
            s3cret
            400
            app="shop"
            s3cretteam-a
            1
            x
            /bin/sh: 5: cannot create /config/a: Read-only file system
            /bin/sh: 5: cannot create /locked/x: Read-only file system
            token of team-a/defaultteam-a

            """, StringCompareShould.IgnoreLineEndings);
        (await OutputAsync("cat /data/deep/file", volumes)).ShouldBe("kept\n");
        await Node.Objects.DeleteAsync(ResourceTypes.PersistentVolumeClaims, "team-a", "data", uid: null, graceSeconds: null, Ct);
        await TestNode.UntilAsync(() => Directory.GetDirectories(Path.Combine(Folder, "node", "claims", "team-a")).Length == 0);
    }

    [Theory]
    [InlineData("""{ "name": "v", "configMap": { "name": "nosuch" } }""", "MountVolume.SetUp failed for volume \"v\" : configmap \"nosuch\" not found")]
    [InlineData("""{ "name": "v", "persistentVolumeClaim": { "claimName": "nosuch" } }""", "MountVolume.SetUp failed for volume \"v\" : persistentvolumeclaim \"nosuch\" not found")]
    [InlineData("""{ "name": "v", "hostPath": { "path": "/etc" } }""", "MountVolume.SetUp failed for volume \"v\" : the sandbox has no volumes of this kind: hostPath")]
    [InlineData("""{ "name": "v", "configMap": { "name": "kube", "items": [{ "key": "a", "path": "../../x" }] } }""",
        "MountVolume.SetUp failed for volume \"v\" : path \"../../x\" must be relative and must not contain \"..\"")]
    public async Task Volume_ThatCannotBe_KeepsThePodPending(string volume, string message)
    {
        await CreateAsync(ResourceTypes.ConfigMaps, "kube", new JsonObject { ["data"] = new JsonObject { ["a"] = "1" } });
        await Node.CreateAsync(TestNode.Pod("unmounted", "true", p => p["spec"]!["volumes"] = new JsonArray(JsonNode.Parse(volume))));

        (await Node.EventAsync("FailedMount")).Text("message").ShouldBe(message);
        Node.Objects.Get(ResourceTypes.Pods, "team-a", "unmounted").Text("status", "phase").ShouldBe("Pending");
    }

    [Fact]
    public async Task WorkingDirectory_ThatIsNowhere_IsMade() => (await OutputAsync("touch x && pwd", p => FirstContainer(p)["workingDir"] = "/opt/work")).ShouldBe("/opt/work\n");

    [Fact]
    public async Task Script_WithAnythingInIt_IsPassedAsItIs()
    {
        const string Text = "tab\tquote' \"double\" $HOME `id` \\ ; | & > < * ? é 漢 \u0001";
        (await OutputAsync("printf %s \"$1\"", p => FirstContainer(p)["args"] = new JsonArray("name", Text))).TrimEnd('\n').ShouldBe(Text);
    }

    [Fact]
    public async Task Variable_WithANulByte_IsRefused()
    {
        await Node.CreateAsync(TestNode.Pod("nul", "true", p =>
            FirstContainer(p)["env"] = new JsonArray(new JsonObject { ["name"] = "X", ["value"] = "a\0--bind\0/\0/host" })));

        var pod = await Node.UntilAsync("nul", p => MainStatus(p).Text("state", "waiting", "reason") == "CreateContainerConfigError");
        MainStatus(pod).Text("state", "waiting", "message")!.ShouldContain("NUL");
    }
}
