using System.Text.Json.Nodes;
using Portal.Sandbox.Controllers.SparkOperator;
using Portal.Sandbox.Manifests;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.SparkOperator;

public sealed class SparkPodFactoryTests
{
    private const string Id = "0d3ce3d1-7a52-4e34-9b3c-111111111111";

    [Fact]
    public void Driver_CarriesTheOperatorsAndSparksLabels()
    {
        var app = Sample.Application(spec: """{"driver": {"labels": {"version": "4"}}}""");
        app["metadata"]!["labels"] = new JsonObject { ["team"] = "a", ["kueue.x-k8s.io/queue-name"] = "q" };

        var labels = SparkPodFactory.Driver(new SparkApp(app), Id).At("metadata", "labels")!.AsObject();

        labels.ToDictionary(l => l.Key, l => (string?)l.Value).ShouldBe(new Dictionary<string, string?>
        {
            ["team"] = "a",
            ["version"] = "4",
            ["sparkoperator.k8s.io/app-name"] = "pi",
            ["sparkoperator.k8s.io/launched-by-spark-operator"] = "true",
            ["sparkoperator.k8s.io/mutated-by-spark-operator"] = "true",
            ["sparkoperator.k8s.io/submission-id"] = Id,
            ["spark-role"] = "driver",
            ["spark-app-selector"] = SparkNames.ApplicationId(Id),
            ["spark-version"] = "4.0.4",
            ["spark-app-name"] = "pi",
        }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("{}", "driver --properties-file /opt/spark/conf/spark.properties --class org.apache.spark.deploy.PythonRunner local:///app/pi.py")]
    [InlineData(
        """{"type": "Scala", "mainClass": "a.B", "mainApplicationFile": "local:///x.jar", "arguments": ["1", "two"]}""",
        "driver --properties-file /opt/spark/conf/spark.properties --class a.B local:///x.jar 1 two")]
    [InlineData("""{"type": "R", "proxyUser": "ann"}""",
        "driver --proxy-user ann --properties-file /opt/spark/conf/spark.properties --class org.apache.spark.deploy.RRunner local:///app/pi.py")]
    public void Driver_IsStartedAsSparksImageTakesIt(string spec, string args) =>
        string.Join(' ', Container(spec).At("args")!.AsArray().Select(a => (string?)a)).ShouldBe(args);

    [Theory]
    [InlineData("{}", "1", null, "896Mi")]
    [InlineData("""{"driver": {"memory": "2g"}}""", "1", null, "2867Mi")]
    [InlineData("""{"type": "Java", "driver": {"memory": "8g", "cores": 3, "coreLimit": "3500m"}}""", "3", "3500m", "9011Mi")]
    [InlineData("""{"driver": {"memory": "1g", "memoryOverhead": "1g", "coreRequest": "250m"}}""", "250m", null, "2048Mi")]
    [InlineData("""{"memoryOverheadFactor": "1.0", "driver": {"memory": "1g"}}""", "1", null, "2048Mi")]
    [InlineData("""{"driver": {"memory": null, "cores": null}, "sparkConf": {"spark.driver.memory": "1000m", "spark.driver.cores": "2"}}""", "2", null, "1400Mi")]
    public void Driver_AsksForWhatSparkWould(string spec, string cpu, string? cpuLimit, string memory)
    {
        var resources = Container(spec).At("resources");

        resources.Text("requests", "cpu").ShouldBe(cpu);
        resources.Text("limits", "cpu").ShouldBe(cpuLimit);
        resources.Text("requests", "memory").ShouldBe(memory);
        resources.Text("limits", "memory").ShouldBe(memory);
    }

    [Fact]
    public void Driver_MountsWhatTheApplicationNames()
    {
        var pod = Driver("""
            {"volumes": [{"name": "data", "persistentVolumeClaim": {"claimName": "d"}}, {"name": "unused", "emptyDir": {}}],
             "driver": {"volumeMounts": [{"name": "data", "mountPath": "/data"}], "configMaps": [{"name": "script", "path": "/app"}],
                        "secrets": [{"name": "key", "path": "/secrets", "secretType": "GCPServiceAccount"}]}}
            """);

        pod.Items("spec", "volumes").Select(v => v.Text("name")).ShouldBe(
            ["data", "spark-local-dir-1", "script-vol", "key-volume", "spark-conf-volume-driver", "pod-template-volume"], ignoreOrder: true);
        var mounts = pod.Items("spec", "containers").First().Items("volumeMounts").ToDictionary(m => m.Text("name")!, m => m.Text("mountPath"));
        (mounts["data"], mounts["script-vol"], mounts["key-volume"], mounts["spark-conf-volume-driver"]).ShouldBe(("/data", "/app", "/secrets", "/opt/spark/conf"));
        Variable(pod, "GOOGLE_APPLICATION_CREDENTIALS").Text("value").ShouldBe("/secrets/key.json");
    }

    [Fact]
    public void Driver_TakesVariablesFromEveryOldAndNewWay()
    {
        var pod = Driver("""
            {"sparkConf": {"spark.kubernetes.driverEnv.FROM_CONF": "1"},
             "driver": {"envVars": {"OLD": "2", "TWICE": "old"}, "envSecretKeyRefs": {"PASSWORD": {"name": "db", "key": "password"}},
                        "env": [{"name": "TWICE", "value": "new"}], "envFrom": [{"configMapRef": {"name": "c"}}]}}
            """);

        Variable(pod, "FROM_CONF").Text("value").ShouldBe("1");
        Variable(pod, "OLD").Text("value").ShouldBe("2");
        Variable(pod, "TWICE").Text("value").ShouldBe("new");
        Variable(pod, "PASSWORD").Text("valueFrom", "secretKeyRef", "key").ShouldBe("password");
        pod.Items("spec", "containers").First().Items("envFrom").Single().Text("configMapRef", "name").ShouldBe("c");
    }

    [Fact]
    public void Driver_KeepsItsTemplateAndSidecars()
    {
        var pod = Driver("""
            {"nodeSelector": {"disk": "ssd"},
             "driver": {"template": {"metadata": {"labels": {"t": "1"}}, "spec": {"runtimeClassName": "x", "containers": [{"name": "other", "stdin": true}]}},
                        "serviceAccount": "spark", "sidecars": [{"name": "proxy", "image": "shell"}], "initContainers": [{"name": "init", "image": "shell"}],
                        "securityContext": {"runAsUser": 185}, "tolerations": [{"operator": "Exists"}]}}
            """);

        pod.Text("metadata", "labels", "t").ShouldBe("1");
        pod.Text("spec", "runtimeClassName").ShouldBe("x");
        pod.Text("spec", "restartPolicy").ShouldBe("Never");
        pod.Text("spec", "serviceAccountName").ShouldBe("spark");
        pod.Text("spec", "nodeSelector", "disk").ShouldBe("ssd");
        var containers = pod.Items("spec", "containers").ToList();
        containers.Select(c => c.Text("name")).ShouldBe(["spark-kubernetes-driver", "proxy"]);
        containers[0].Flag("stdin").ShouldBe(true);
        containers[0].Whole("securityContext", "runAsUser").ShouldBe(185);
        pod.Items("spec", "initContainers").Single().Text("name").ShouldBe("init");
    }

    [Fact]
    public void ExecutorTemplate_HasTheExecutorsSizeAndLabels()
    {
        var pod = SparkPodFactory.ExecutorTemplate(
            new SparkApp(Sample.Application(spec: """{"executor": {"cores": 2, "memory": "1g", "labels": {"x": "y"}}}""")), Id);

        pod.Text("metadata", "labels", "spark-role").ShouldBe("executor");
        pod.Text("metadata", "labels", "x").ShouldBe("y");
        var container = pod.Items("spec", "containers").Single();
        container.Text("name").ShouldBe("spark-kubernetes-executor");
        container.Text("resources", "requests", "cpu").ShouldBe("2");
        container.Text("resources", "requests", "memory").ShouldBe("1433Mi");
    }

    [Theory]
    [InlineData("""{"driver": {"memory": "much"}}""", "driver memory \"much\" is not a size")]
    [InlineData("""{"driver": {"memoryOverhead": "1.5g"}}""", "driver memoryOverhead \"1.5g\" is not a size")]
    [InlineData("""{"memoryOverheadFactor": "x"}""", "memoryOverheadFactor \"x\" is not a number")]
    public void Driver_WithSizesThatAreNone_IsRefused(string spec, string message) =>
        Should.Throw<SubmissionRefusedException>(() => Driver(spec)).Message.ShouldContain(message);

    private static JsonObject Driver(string spec) => SparkPodFactory.Driver(new SparkApp(Sample.Application(spec: spec)), Id);

    private static JsonObject Container(string spec) => Driver(spec).Items("spec", "containers").First();

    private static JsonObject Variable(JsonObject pod, string name) =>
        pod.Items("spec", "containers").First().Items("env").Single(v => v.Text("name") == name);
}
