using Portal.Sandbox.Controllers.SparkOperator;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.SparkOperator;

public sealed class SparkAppTests
{
    [Theory]
    [InlineData("""{"suspend": true, "timeToLiveSeconds": 5}""", true)]
    [InlineData("""{"arguments": ["1"]}""", false)]
    [InlineData("""{"driver": {"memory": "1g"}}""", false)]
    public void SpecHash_OfAChangedSpec_TellsWhetherToRunAgain(string change, bool same) =>
        (Hash(change) == Hash("{}")).ShouldBe(same);

    [Fact]
    public void SpecHash_OfTheSameFieldsInAnotherOrder_IsTheSame() =>
        Hash("""{"x": {"a": 1, "b": [2]}, "y": 3}""").ShouldBe(Hash("""{"y": 3, "x": {"b": [2], "a": 1}}"""));

    [Theory]
    [InlineData("pi", "{}", "pi-driver")]
    [InlineData("pi", """{"sparkConf": {"spark.kubernetes.driver.pod.name": "mine"}}""", "mine")]
    [InlineData("pi", """{"driver": {"podName": "yours"}, "sparkConf": {"spark.kubernetes.driver.pod.name": "mine"}}""", "yours")]
    public void DriverPod_IsNamedAsSomebodySaidOrAfterTheApplication(string app, string spec, string expected) =>
        SparkNames.DriverPod(new SparkApp(Sample.Application(app, spec))).ShouldBe(expected);

    [Fact]
    public void UiService_OfALongName_IsShortenedWithAHash()
    {
        var name = new string('a', 60);

        SparkNames.UiService("pi").ShouldBe("pi-ui-svc");
        SparkNames.UiService(name).ShouldMatch("^a{47}-[0-9a-f]{8}-ui-svc$");
        SparkNames.UiService(name).Length.ShouldBe(63);
    }

    [Fact]
    public void Status_WrittenAndReadAgain_IsTheSame()
    {
        var status = new ApplicationStatus
        {
            State = ApplicationState.Running,
            SubmissionId = "s",
            SparkApplicationId = "spark-1",
            SubmissionAttempts = 2,
            ExecutionAttempts = 1,
            LastSubmissionAttempt = new DateTimeOffset(2026, 11, 21, 12, 0, 0, TimeSpan.Zero),
            DriverPod = "d",
            UiService = "u",
            UiPort = 4040,
            Executors = new ApplicationStatus().Executors.Add("e-1", "RUNNING"),
        };

        ApplicationStatus.Read(status.Write()).Write().ToJsonString().ShouldBe(status.Write().ToJsonString());
    }

    private static string Hash(string spec) => new SparkApp(Sample.Application(spec: spec)).SpecHash();
}
