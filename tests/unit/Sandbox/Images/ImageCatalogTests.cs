using Portal.Sandbox.Images;

namespace Portal.UnitTests.Sandbox.Images;

public sealed class ImageCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ImageCatalog _catalog = new(SparkContent.Folder, spark: null);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("spark")]
    [InlineData("apache/spark")]
    [InlineData("apache/spark-py:v3.4.0")]
    [InlineData("docker.io/library/spark:4.0.1-python3")]
    [InlineData("docker.io/apache/spark:4.0.4")]
    [InlineData("ghcr.io/kubeflow/spark-operator/spark:4.0")]
    public void Resolve_SparkImage_IsTheStandInWithoutSpark(string name)
    {
        var image = _catalog.Resolve(name);

        image.Name.ShouldBe("spark");
        image.Entrypoint.ShouldBe(["/usr/bin/python3", "/opt/sandbox/spark/entrypoint.py"]);
        image.Environment["PYTHONPATH"].ShouldBe("/opt/spark/python");
        image.Notice.ShouldNotBeNull().ShouldContain("stand-in");
        File.Exists(Path.Combine(image.Mounts["/opt/spark/examples"], "src", "main", "python", "pi.py")).ShouldBeTrue();
        File.Exists(Path.Combine(image.Mounts["/opt/spark/python"], "pyspark", "__init__.py")).ShouldBeTrue();
        File.Exists(Path.Combine(image.Mounts["/opt/sandbox/spark"], "entrypoint.py")).ShouldBeTrue();
        image.Mounts.Keys.ShouldNotContain("/opt/spark");
    }

    [Theory]
    [InlineData("python:3.11", "python", "/usr/bin/python3")]
    [InlineData("python:3-slim", "python", "/usr/bin/python3")]
    [InlineData("busybox", "shell", "/bin/sh")]
    [InlineData("docker.io/local/busybox:1", "shell", "/bin/sh")]
    [InlineData("alpine:3", "shell", "/bin/sh")]
    [InlineData("ubuntu", "shell", "/bin/bash")]
    [InlineData("debian:12-slim", "shell", "/bin/bash")]
    public void Resolve_ImageOfPrograms_RunsThoseOfTheHost(string name, string entry, string program)
    {
        var image = _catalog.Resolve(name);

        image.Name.ShouldBe(entry);
        image.Entrypoint.ShouldBeEmpty();
        image.DefaultArgs.ShouldBe([program]);
        image.Notice.ShouldNotBeNull().ShouldContain(name);
    }

    [Fact]
    public void Resolve_Python_IsFoundAsPythonToo()
    {
        var image = _catalog.Resolve("python:3.9");

        image.Environment["PATH"].ShouldStartWith("/opt/sandbox/bin:");
        File.Exists(image.Mounts["/opt/sandbox/bin/python"]).ShouldBeTrue();
    }

    [Fact]
    public void Resolve_UnknownImage_SaysWhichThereAreAndWhatToDo()
    {
        var message = Should.Throw<ImageNotFoundException>(() => _catalog.Resolve("nginx:1.27")).Message;

        message.ShouldStartWith("Failed to pull image \"nginx:1.27\": ");
        message.ShouldContain("busybox");
        message.ShouldContain("./run --kubeconfig FILE");
    }

    [Fact]
    public void Resolve_NoImageName_SaysSoAsKubeletDoes() =>
        Should.Throw<ImageNotFoundException>(() => _catalog.Resolve("No Name")).Message.ShouldContain("couldn't parse image name \"No Name\": invalid reference format");

    [Fact]
    public void Resolve_SparkOfTheHost_IsMountedPieceByPiece()
    {
        var (home, java) = FakeSpark();

        var image = new ImageCatalog(SparkContent.Folder, new SparkInstallation(home, java)).Resolve("spark:4");

        image.Mounts["/opt/spark/bin"].ShouldBe(Path.Combine(home, "bin"));
        image.Mounts["/opt/spark/jars"].ShouldBe(Path.Combine(home, "jars"));
        image.Mounts["/opt/java"].ShouldBe(java);
        image.Mounts.Keys.ShouldNotContain("/opt/spark/python");
        image.Environment["SPARK_HOME"].ShouldBe("/opt/spark");
        image.Environment["JAVA_HOME"].ShouldBe("/opt/java");
        image.Environment.Keys.ShouldNotContain("PYTHONPATH");
        image.Notice.ShouldNotBeNull().ShouldContain(home);
    }

    [Fact]
    public void Find_SparkHome_IsTaken()
    {
        var (home, java) = FakeSpark();

        SparkInstallation.Find(Variables(("SPARK_HOME", home), ("JAVA_HOME", java))).ShouldBe(new SparkInstallation(home, java));
        SparkInstallation.Find(Variables(("SPARK_HOME", _folder.Path))).ShouldBeNull();
        SparkInstallation.Find(Variables()).ShouldBeNull();
    }

    [Fact]
    public void Find_SubmitOnPath_LeadsToItsHome()
    {
        var (home, java) = FakeSpark();
        var bin = Directory.CreateDirectory(Path.Combine(_folder.Path, "path")).FullName;
        File.CreateSymbolicLink(Path.Combine(bin, "spark-submit"), Path.Combine(home, "bin", "spark-submit"));
        File.CreateSymbolicLink(Path.Combine(bin, "java"), Path.Combine(java, "bin", "java"));

        SparkInstallation.Find(Variables(("PATH", "/nowhere:" + bin))).ShouldBe(new SparkInstallation(home, java));
    }

    [Fact]
    public void Find_PipsSubmit_LeadsToItsPackage()
    {
        var package = Path.Combine(_folder.Path, "venv", "lib", "python3.11", "site-packages", "pyspark");
        Write(Path.Combine(package, "bin", "spark-submit"));
        Write(Path.Combine(_folder.Path, "venv", "bin", "spark-submit"));

        SparkInstallation.Find(Variables(("PATH", Path.Combine(_folder.Path, "venv", "bin")))).ShouldBe(new SparkInstallation(package, null));
    }

    private (string Home, string Java) FakeSpark()
    {
        var (home, java) = (Path.Combine(_folder.Path, "spark"), Path.Combine(_folder.Path, "java"));
        Write(Path.Combine(home, "bin", "spark-submit"));
        Write(Path.Combine(java, "bin", "java"));
        Directory.CreateDirectory(Path.Combine(home, "jars"));
        return (home, java);
    }

    private static void Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "#!/bin/sh\n");
    }

    private static Func<string, string?> Variables(params (string Name, string Value)[] all) =>
        name => Array.Find(all, v => v.Name == name).Value;
}
