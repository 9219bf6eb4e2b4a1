using Portal.Sandbox.Controllers.SparkOperator;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.SparkOperator;

public sealed class SparkPropertiesTests
{
    private const string Id = "0d3ce3d1-7a52-4e34-9b3c-111111111111";

    [Fact]
    public void For_AnApplication_HandsOnConfSizesAndDependencies()
    {
        var properties = For("""
            {"sparkConf": {"spark.eventLog.enabled": "true", "spark.sql.shuffle.partitions": 8}, "hadoopConf": {"fs.defaultFS": "file:///"},
             "deps": {"pyFiles": ["local:///a.py", "local:///b.py"]}, "executor": {"instances": 3, "memory": "2g", "coreRequest": "500m"}}
            """);

        properties["spark.app.id"].ShouldBe(SparkNames.ApplicationId(Id));
        properties["spark.app.name"].ShouldBe("pi");
        properties["spark.submit.deployMode"].ShouldBe("cluster");
        properties["spark.kubernetes.namespace"].ShouldBe("team-a");
        properties["spark.kubernetes.driver.pod.name"].ShouldBe("pi-driver");
        properties["spark.kubernetes.container.image"].ShouldBe("spark");
        properties["spark.executor.instances"].ShouldBe("3");
        properties["spark.executor.memory"].ShouldBe("2048m");
        properties["spark.executor.memoryOverhead"].ShouldBe("819m");
        properties["spark.kubernetes.executor.request.cores"].ShouldBe("500m");
        properties["spark.kubernetes.executor.label.sparkoperator.k8s.io/submission-id"].ShouldBe(Id);
        properties["spark.eventLog.enabled"].ShouldBe("true");
        properties["spark.sql.shuffle.partitions"].ShouldBe("8");
        properties["spark.hadoop.fs.defaultFS"].ShouldBe("file:///");
        properties["spark.submit.pyFiles"].ShouldBe("local:///a.py,local:///b.py");
    }

    [Fact]
    public void For_DynamicAllocation_SetsItsBoundsAndNoNumber()
    {
        var properties = For("""{"executor": {"instances": null}, "dynamicAllocation": {"enabled": true, "minExecutors": 1, "maxExecutors": 4}}""");

        properties["spark.dynamicAllocation.enabled"].ShouldBe("true");
        properties["spark.dynamicAllocation.maxExecutors"].ShouldBe("4");
        properties.ShouldNotContainKey("spark.executor.instances");
    }

    [Theory]
    [InlineData("a", "plain text", "a=plain text\n")]
    [InlineData("a", " leading", "a=\\ leading\n")]
    [InlineData("a", "two\nlines\tand \\", "a=two\\nlines\\tand \\\\\n")]
    [InlineData("k=e:y #!", "é = : # !", "k\\=e\\:y\\ \\#\\!=é = : # !\n")]
    public void Write_EscapesAsJavaReadsIt(string key, string value, string expected) =>
        SparkProperties.Write([KeyValuePair.Create(key, value)]).ShouldBe(expected);

    private static SortedDictionary<string, string> For(string spec) =>
        SparkProperties.For(new SparkApp(Sample.Application(spec: spec)), Id, DateTimeOffset.UnixEpoch);
}
