using System.Text.Json.Nodes;

namespace Portal.UnitTests.Sandbox.Images;

/// <summary>The driver of the stand-in against a Kubernetes API: the pods it makes, and how it ends.</summary>
public sealed class DriverTests : IAsyncLifetime
{
    private const string DriverPod = "job-driver";
    private readonly TempFolder _folder = new();
    private FakeKubernetes _kubernetes = null!;

    public async ValueTask InitializeAsync()
    {
        _kubernetes = await FakeKubernetes.StartAsync();
        _kubernetes.Add(new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = DriverPod,
                ["uid"] = "driver-uid",
                ["labels"] = new JsonObject { ["sparkoperator.k8s.io/app-name"] = "job", ["spark-app-selector"] = "spark-0123", ["other"] = "x" },
            },
            ["spec"] = new JsonObject
            {
                ["serviceAccountName"] = "spark",
                ["volumes"] = new JsonArray(
                    new JsonObject { ["name"] = "files", ["configMap"] = new JsonObject { ["name"] = "job-files" } },
                    new JsonObject { ["name"] = "spark-conf-volume-driver", ["configMap"] = new JsonObject { ["name"] = "conf" } }),
                ["containers"] = new JsonArray(
                    new JsonObject { ["name"] = "sidecar", ["image"] = "other" },
                    new JsonObject
                    {
                        ["name"] = "spark-kubernetes-driver",
                        ["image"] = "spark:4.0.1",
                        ["volumeMounts"] = new JsonArray(
                            new JsonObject { ["name"] = "files", ["mountPath"] = "/opt/portal/job" },
                            new JsonObject { ["name"] = "spark-conf-volume-driver", ["mountPath"] = "/opt/spark/conf" }),
                    }),
            },
            ["status"] = new JsonObject { ["phase"] = "Running", ["podIP"] = "127.0.0.1" },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _kubernetes.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Driver_RunsJob_InExecutorPodsOfItsOwn()
    {
        using var driver = Start(
            """
            from pyspark import SparkContext
            sc = SparkContext()
            print(sorted(sc.parallelize(range(100), 6).map(lambda x: (x % 3, 1)).reduceByKey(lambda a, b: a + b).collect()))
            """,
            "spark.executor.instances=2", "spark.executor.cores=2", "spark.executor.memory=600m", "spark.executorEnv.COLOR=blue");

        (await driver.WaitAsync()).ShouldBe(0, driver.Log);

        driver.Log.ShouldContain("[(0, 34), (1, 33), (2, 33)]");
        _kubernetes.PodNames.ShouldBe([DriverPod]);
        ((string?)_kubernetes.Pod(DriverPod)["metadata"]!["annotations"]!["sandbox.dataportal.dev/spark"]).ShouldBe("stand-in");
        var pods = _kubernetes.Created.ToArray();
        pods.Select(p => (string?)p["metadata"]!["name"]).ShouldBe(["job-0011223344556677-exec-1", "job-0011223344556677-exec-2"]);
        var pod = pods[0];
        pod["metadata"]!["labels"]!.ToJsonString().ShouldBe("""
            {"sparkoperator.k8s.io/app-name":"job","spark-role":"executor","spark-exec-id":"1","spark-exec-resourceprofile-id":"0","spark-app-selector":"spark-0123"}
            """);
        pod["metadata"]!["ownerReferences"]!.ToJsonString()
            .ShouldBe("""[{"apiVersion":"v1","kind":"Pod","name":"job-driver","uid":"driver-uid","controller":true}]""");
        ((string?)pod["spec"]!["serviceAccountName"]).ShouldBe("spark");
        pod["spec"]!["volumes"]!.AsArray().Select(v => (string?)v!["name"]).ShouldBe(["files"]);
        var container = pod["spec"]!["containers"]!.AsArray().ShouldHaveSingleItem()!;
        ((string?)container["name"]).ShouldBe("spark-kubernetes-executor");
        ((string?)container["image"]).ShouldBe("spark:4.0.1");
        container["args"]!.ToJsonString().ShouldBe("""["executor"]""");
        container["volumeMounts"]!.ToJsonString().ShouldBe("""[{"name":"files","mountPath":"/opt/portal/job"}]""");
        container["resources"]!.ToJsonString().ShouldBe("""{"requests":{"cpu":"2","memory":"984Mi"},"limits":{"memory":"984Mi"}}""");
        container["env"]!.AsArray().ShouldContain(v => (string?)v!["name"] == "COLOR" && (string?)v["value"] == "blue");
        driver.Log.ShouldNotContain((string)container["env"]!.AsArray().Single(v => (string?)v!["name"] == "_SPARK_AUTH_SECRET")!["value"]!);
    }

    [Fact]
    public async Task Driver_PodTemplate_IsWhatExecutorsLookLike()
    {
        var template = Path.Combine(_folder.Path, "template.yml");
        await File.WriteAllTextAsync(template, """
            {"metadata": {"labels": {"team": "a"}}, "spec": {"nodeSelector": {"disk": "ssd"}, "containers": [{"name": "spark-kubernetes-executor",
             "image": "spark:own", "resources": {"limits": {"memory": "1Gi"}}, "env": [{"name": "X", "value": "1"}, {"name": "SPARK_EXECUTOR_ID", "value": "no"}]}]}}
            """);
        using var driver = Start("from pyspark import SparkContext\nprint(SparkContext().range(10).sum())", $"spark.kubernetes.executor.podTemplateFile={template}", "spark.executor.instances=1");

        (await driver.WaitAsync()).ShouldBe(0, driver.Log);

        var pod = _kubernetes.Created.ShouldHaveSingleItem();
        ((string?)pod["metadata"]!["labels"]!["team"]).ShouldBe("a");
        ((string?)pod["spec"]!["nodeSelector"]!["disk"]).ShouldBe("ssd");
        var container = pod["spec"]!["containers"]![0]!;
        ((string?)container["image"]).ShouldBe("spark:own");
        container["resources"]!.ToJsonString().ShouldBe("""{"limits":{"memory":"1Gi"}}""");
        container["env"]!.AsArray().Where(v => (string?)v!["name"] is "X" or "SPARK_EXECUTOR_ID").Select(v => (string?)v!["value"]).ShouldBe(["1", "1"]);
    }

    [Fact]
    public async Task Driver_ExecutorPodDies_ReplacesItAndSaysWhy()
    {
        using var driver = Start(
            """
            import os, signal, time
            from pyspark import SparkContext, TaskContext
            def work(x):
                if x == 0 and TaskContext.get().attemptNumber() == 0:
                    os.kill(os.getppid(), signal.SIGKILL)
                    time.sleep(30)
                return x
            print(SparkContext().parallelize(range(4), 4).map(work).sum())
            """,
            "spark.executor.instances=1");

        (await driver.WaitAsync()).ShouldBe(0, driver.Log);

        driver.Log.ShouldContain("ExecutorLostFailure");
        driver.Log.ShouldContain("exited with exit code 137(SIGKILL, possible container OOM)");
        _kubernetes.Created.Count.ShouldBe(2);
        _kubernetes.PodNames.ShouldBe([DriverPod]);
    }

    [Fact]
    public async Task Driver_ExecutorsAlwaysFail_GivesUp()
    {
        using var driver = Start("from pyspark import SparkContext\nSparkContext().range(10).sum()", "spark.executor.instances=1", "spark.executorEnv.SPARK_LOCAL_DIRS=/nowhere");

        (await driver.WaitAsync()).ShouldBe(11, driver.Log);

        driver.Log.ShouldContain("Max number of executor failures (3) reached");
        _kubernetes.PodNames.ShouldBe([DriverPod]);
    }

    [Fact]
    public async Task Driver_QuotaRefuses_KeepsTryingAndSaysSo()
    {
        var refusals = 2;
        _kubernetes.Admission = _ => Interlocked.Decrement(ref refusals) >= 0 ? (403, "exceeded quota: team-a, requested: requests.cpu=1") : null;
        using var driver = Start("from pyspark import SparkContext\nprint(SparkContext().range(10).sum())", "spark.executor.instances=1");

        (await driver.WaitAsync()).ShouldBe(0, driver.Log);

        driver.Log.ShouldContain("exceeded quota: team-a");
        driver.Log.ShouldContain("45");
    }

    [Fact]
    public async Task Driver_Terminated_StopsExecutorsAndExits143()
    {
        _kubernetes.StartsPods = false;
        using var driver = Start("from pyspark import SparkContext\ntry:\n  SparkContext().range(10).sum()\nexcept:\n  pass\nimport time\ntime.sleep(600)", "spark.executor.instances=2");
        await driver.WaitForLogAsync("Submitting");
        await TestWait.UntilAsync(() => _kubernetes.PodNames.Count == 3);

        driver.Signal("TERM");

        (await driver.WaitAsync()).ShouldBe(143, driver.Log);
        _kubernetes.PodNames.ShouldBe([DriverPod]);
    }

    [Fact]
    public async Task Driver_PodsStayPending_WarnsAsSparkDoes()
    {
        _kubernetes.StartsPods = false;
        using var driver = Start("from pyspark import SparkContext\nSparkContext().range(10).sum()", "spark.executor.instances=1");

        await driver.WaitForLogAsync("WARN TaskSchedulerImpl: Initial job has not accepted any resources; check your cluster UI");

        driver.HasExited.ShouldBeFalse();
    }

    [Fact]
    public async Task Driver_ScriptFails_ExitsWithOneAndDeletesPods()
    {
        using var driver = Start("from pyspark import SparkContext\nSparkContext().parallelize(['n/a'], 1).map(int).collect()", "spark.executor.instances=1");

        (await driver.WaitAsync()).ShouldBe(1, driver.Log);

        driver.Log.ShouldContain("ValueError: invalid literal for int() with base 10: 'n/a'");
        driver.Log.ShouldContain("pyspark.errors.SparkException: Job aborted due to stage failure: Task 0 in stage 0.0 failed 4 times");
        _kubernetes.PodNames.ShouldBe([DriverPod]);
    }

    [Fact]
    public async Task Executor_WrongSecret_IsNotListenedTo()
    {
        using var driver = Start("from pyspark import SparkContext\nprint(SparkContext().range(10).sum())\nimport time\ntime.sleep(600)", "spark.executor.instances=1");
        await driver.WaitForLogAsync("Job 0 finished");
        var pod = _kubernetes.Created.ShouldHaveSingleItem();
        var environment = _kubernetes.PodEnvironment();
        foreach (var variable in pod["spec"]!["containers"]![0]!["env"]!.AsArray())
        {
            environment[(string)variable!["name"]!] = (string?)variable["value"] ?? "127.0.0.1";
        }

        environment["_SPARK_AUTH_SECRET"] = "guessed";
        environment["SPARK_EXECUTOR_ID"] = "9";
        using var stranger = new TestProcess(environment, _folder.Path, SparkContent.Python, SparkContent.Entrypoint, "executor");

        (await stranger.WaitAsync()).ShouldBe(1, stranger.Log);
        stranger.Log.ShouldContain("Cannot reach the driver");
        driver.Log.ShouldNotContain("with ID 9");
    }

    private TestProcess Start(string script, params string[] settings)
    {
        var main = Path.Combine(_folder.Path, "main.py");
        var properties = Path.Combine(_folder.Path, "spark.properties");
        File.WriteAllText(main, script);
        File.WriteAllLines(properties,
        [
            "spark.master=k8s\\://https\\://kubernetes.default.svc", "spark.app.id=spark-0123", "spark.app.name=job",
            $"spark.kubernetes.driver.pod.name={DriverPod}", "spark.kubernetes.executor.podNamePrefix=job-0011223344556677", .. settings,
        ]);
        return new TestProcess(
            _kubernetes.PodEnvironment(), _folder.Path, SparkContent.Python, SparkContent.Entrypoint, "driver", "--properties-file", properties, "local://" + main);
    }
}
