using Portal.Core.Jobs;
using Portal.UnitTests.Core.Support;

namespace Portal.UnitTests.Core.Jobs;

public sealed class JobValidatorTests
{
    [Fact]
    public void Validate_OrdinaryJob_HasNoProblems() => JobValidator.Validate(Some.Job(), "team-a").ShouldBeEmpty();

    [Theory]
    [InlineData("", "NameMissing")]
    [InlineData("Pi", "NameInvalid")]
    [InlineData("1pi", "NameInvalid")]
    [InlineData("-pi", "NameInvalid")]
    [InlineData("pi-", "NameInvalid")]
    [InlineData("pi_2", "NameInvalid")]
    [InlineData("pi.2", "NameInvalid")]
    [InlineData("pi\n", "NameInvalid")]
    [InlineData("größe", "NameInvalid")]
    [InlineData("a2345678901234567890123456789012345678901", "NameTooLong")]
    public void Validate_BadName_IsSaid(string name, string code) => Only(Some.Job(name)).ShouldBe(("Name", code));

    [Theory]
    [InlineData("a")]
    [InlineData("a-1")]
    [InlineData("a234567890123456789012345678901234567890")]
    public void Validate_GoodName_IsTaken(string name) => JobValidator.Validate(Some.Job(name)).ShouldBeEmpty();

    [Theory]
    [InlineData("2Gi", "MemoryInvalid")]
    [InlineData("2", "MemoryInvalid")]
    [InlineData("", "MemoryInvalid")]
    [InlineData("lots", "MemoryInvalid")]
    [InlineData("-1g", "MemoryInvalid")]
    [InlineData("1.5g", "MemoryInvalid")]
    [InlineData("1 g", "MemoryInvalid")]
    [InlineData("99999999999999999999g", "MemoryInvalid")]
    [InlineData("9999999999t", "MemoryInvalid")]
    [InlineData("0g", "MemoryTooSmall")]
    [InlineData("449m", "MemoryTooSmall")]
    public void Validate_BadMemory_IsSaid(string memory, string code) =>
        Only(Some.Job() with { Executor = new() { Memory = memory } }).ShouldBe(("Executor.Memory", code));

    [Theory]
    [InlineData("512m")]
    [InlineData("450M")]
    [InlineData("2g")]
    [InlineData("2GB")]
    [InlineData("1t")]
    [InlineData("1048576k")]
    public void Validate_GoodMemory_IsTaken(string memory) => JobValidator.Validate(Some.Job() with { Driver = new() { Memory = memory } }).ShouldBeEmpty();

    [Theory]
    [InlineData(0, 1, 0, null, "Driver.Cores", "CoresInvalid")]
    [InlineData(-1, 1, 0, null, "Driver.Cores", "CoresInvalid")]
    [InlineData(1, 0, 0, null, "Executors", "ExecutorsInvalid")]
    [InlineData(1, 1, -1, null, "Retries", "RetriesInvalid")]
    [InlineData(1, 1, 0, 0L, "TimeToLiveSeconds", "TimeToLiveInvalid")]
    public void Validate_BadNumber_IsSaid(int cores, int executors, int retries, long? timeToLive, string field, string code) =>
        Only(Some.Job() with { Driver = new() { Cores = cores }, Executors = executors, Retries = retries, TimeToLiveSeconds = timeToLive }).ShouldBe((field, code));

    [Theory]
    [InlineData("", "MainFileMissing")]
    [InlineData("  ", "MainFileMissing")]
    [InlineData("main.py", "MainFileInvalid")]
    [InlineData("/opt/main.py", "MainFileInvalid")]
    [InlineData("s3a://bucket/with space.py", "MainFileInvalid")]
    [InlineData("s3a://bucket/main.jar", "MainFileExtension")]
    public void Validate_BadMainFile_IsSaid(string address, string code) =>
        Only(Some.Job() with { Script = null, MainFile = address }).ShouldBe(("MainFile", code));

    [Theory]
    [InlineData("local:///opt/spark/examples/src/main/python/pi.py")]
    [InlineData("https://host/main.py?version=2")]
    [InlineData("s3a://bucket/main.py")]
    public void Validate_GoodMainFile_IsTaken(string address) => JobValidator.Validate(Some.Job() with { Script = null, MainFile = address }).ShouldBeEmpty();

    [Theory]
    [InlineData("main.txt", "x", "Script.Name", "MainFileExtension")]
    [InlineData("a/main.py", "x", "Script.Name", "FileNameInvalid")]
    [InlineData("../main.py", "x", "Script.Name", "FileNameInvalid")]
    [InlineData("..main.py", "x", "Script.Name", "FileNameInvalid")]
    [InlineData("main.py", "", "Script.Content", "ScriptEmpty")]
    [InlineData("main.py", " \n ", "Script.Content", "ScriptEmpty")]
    [InlineData("main.py", "a\0b", "Script.Content", "FileNotText")]
    public void Validate_BadScript_IsSaid(string name, string content, string field, string code) =>
        Only(Some.Job() with { Script = new(name, content) }).ShouldBe((field, code));

    [Fact]
    public void Validate_ScriptAndMainFile_IsSaid() => Only(Some.Job() with { MainFile = "s3a://b/m.py" }).ShouldBe(("MainFile", "MainFileAndScript"));

    [Fact]
    public void Validate_TwoFilesOfOneName_IsSaid() => Only(Some.Job() with { Files = [new("main.py", "x")] }).ShouldBe(("Files[0].Name", "FileNameTwice"));

    [Fact]
    public void Validate_FilesAtTheLimit_AreTaken()
    {
        var job = Some.Job() with { Script = new("main.py", new string('x', 900 * 1024 - 10)), Files = [new("a.txt", new string('y', 10))] };

        JobValidator.Validate(job).ShouldBeEmpty();
        Only(job with { Files = [new("a.txt", new string('y', 11))] }).ShouldBe(("Files", "FilesTooLarge"));
        Only(Some.Job() with { Script = new("main.py", new string('é', 450 * 1024 + 1)) }).ShouldBe(("Script.Content", "FilesTooLarge"));
    }

    [Theory]
    [InlineData("master", "ConfKeyInvalid")]
    [InlineData("spark.a b", "ConfKeyInvalid")]
    [InlineData("spark.master", "ConfKeyDenied")]
    [InlineData("spark.kubernetes.driver.master", "ConfKeyDenied")]
    [InlineData("spark.kubernetes.container.image", "ConfKeyDenied")]
    [InlineData("spark.kubernetes.driver.container.image", "ConfKeyDenied")]
    [InlineData("spark.kubernetes.executor.container.image", "ConfKeyDenied")]
    [InlineData("spark.kubernetes.authenticate.driver.serviceAccountName", "ConfKeyDenied")]
    [InlineData("spark.kubernetes.authenticate.executor.serviceAccountName", "ConfKeyDenied")]
    [InlineData("spark.kubernetes.authenticate.oauthToken", "ConfKeyDenied")]
    [InlineData("spark.kubernetes.authenticate.driver.oauthTokenFile", "ConfKeyDenied")]
    [InlineData("spark.kubernetes.authenticate.executor.oauthToken", "ConfKeyDenied")]
    [InlineData("spark.kubernetes.namespace", "ConfNamespace")]
    public void Validate_BadConfKey_IsSaid(string key, string code) =>
        Only(Some.Job() with { SparkConf = new Dictionary<string, string> { [key] = "x" } }, "team-a").ShouldBe(($"SparkConf[{key}]", code));

    [Fact]
    public void Validate_NamespaceOfTheWorkspace_IsTaken() =>
        JobValidator.Validate(Some.Job() with { SparkConf = new Dictionary<string, string> { ["spark.kubernetes.namespace"] = "team-a" } }, "team-a").ShouldBeEmpty();

    [Theory]
    [InlineData("")]
    [InlineData("1A")]
    [InlineData("A-B")]
    [InlineData("A=B")]
    public void Validate_BadVariable_IsSaid(string name) =>
        Only(Some.Job() with { Environment = new Dictionary<string, string> { [name] = "x" } }).ShouldBe(($"Environment[{name}]", "EnvironmentNameInvalid"));

    [Fact]
    public void Validate_NulInText_IsSaid() => Only(Some.Job() with { Arguments = ["a", "b\0"] }).ShouldBe(("Arguments[1]", "TextInvalid"));

    [Theory]
    [InlineData("Spark", false)]
    [InlineData("spark 4", false)]
    [InlineData("spark:", false)]
    [InlineData("https://host/spark", false)]
    [InlineData("spark", true)]
    [InlineData("spark:4.0.1-python3", true)]
    [InlineData("docker.io/library/spark:4.0.1", true)]
    [InlineData("localhost:5000/team/spark@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", true)]
    public void Validate_Image_IsAReference(string image, bool good) =>
        JobValidator.Validate(Some.Job() with { Image = image }).Select(p => p.Code).ShouldBe(good ? [] : ["ImageInvalid"]);

    [Fact]
    public void Validate_JvmJob_NeedsAJarAndAClass()
    {
        var job = new SparkJob { Name = "pi", Type = SparkJobType.Scala, MainFile = "local:///opt/app.jar", MainClass = "org.example.Pi" };

        JobValidator.Validate(job).ShouldBeEmpty();
        Only(job with { MainClass = "" }).ShouldBe(("MainClass", "MainClassMissing"));
        Only(job with { MainClass = "org..Pi" }).ShouldBe(("MainClass", "MainClassInvalid"));
        Only(job with { MainFile = "local:///opt/app.py" }).ShouldBe(("MainFile", "MainFileExtension"));
        Only(job with { MainFile = "", Script = new("Pi.scala", "x") }).ShouldBe(("Script", "ScriptNotPossible"));
        Only(Some.Job() with { MainClass = "org.example.Pi" }).ShouldBe(("MainClass", "MainClassUnused"));
    }

    [Fact]
    public void Validate_SeveralProblems_AreAllSaid() =>
        JobValidator.Validate(new SparkJob { Name = "X", Executors = 0 }).Select(p => p.Code).ShouldBe(["NameInvalid", "MainFileMissing", "ExecutorsInvalid"]);

    private static (string Field, string Code) Only(SparkJob job, string? workspace = null)
    {
        var problem = JobValidator.Validate(job, workspace).ShouldHaveSingleItem();
        problem.Message.ShouldEndWith(".");
        return (problem.Field, problem.Code);
    }
}
