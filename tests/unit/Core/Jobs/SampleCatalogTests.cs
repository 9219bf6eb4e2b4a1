using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.Jobs;
using Portal.UnitTests.Sandbox;

namespace Portal.UnitTests.Core.Jobs;

public sealed class SampleCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Samples_Folder_IsRead()
    {
        Write("words", """{"name":"word-count","title":"Word count","description":"Counts.","main":"main.py","files":["data.txt"],"arguments":["10"],"driver":{"cores":1,"memory":"512m"},"executor":{"cores":2,"memory":"1g"},"executors":3,"sparkConf":{"spark.a":"b"}}""");
        File.WriteAllText(Path.Combine(_folder.Path, "words", "data.txt"), "a b");
        Write("broken", "{");
        Write("bad", """{"name":"BAD","title":"x","main":"main.py"}""");
        Write("gone", """{"name":"gone","title":"x","main":"other.py"}""");

        var sample = new SampleCatalog(_folder.Path, NullLogger<SampleCatalog>.Instance).Samples.ShouldHaveSingleItem();

        (sample.Id, sample.Title, sample.Description).ShouldBe(("words", "Word count", "Counts."));
        sample.Job.Script.ShouldBe(new JobFile("main.py", "print(1)"));
        sample.Job.Files.ShouldBe([new JobFile("data.txt", "a b")]);
        (sample.Job.Executors, sample.Job.Driver.Memory, sample.Job.Executor.Cores).ShouldBe((3, "512m", 2));
    }

    [Fact]
    public void Samples_WithAnOrder_ComeInIt_OthersLast()
    {
        Write("a", """{"name":"a","title":"x","main":"main.py"}""");
        Write("b", """{"order":2,"name":"b","title":"x","main":"main.py"}""");
        Write("c", """{"order":1,"name":"c","title":"x","main":"main.py"}""");

        new SampleCatalog(_folder.Path, NullLogger<SampleCatalog>.Instance).Samples.Select(s => s.Id).ShouldBe(["c", "b", "a"]);
    }

    [Fact]
    public void Samples_NoFolder_AreNone() => new SampleCatalog(Path.Combine(_folder.Path, "none"), NullLogger<SampleCatalog>.Instance).Samples.ShouldBeEmpty();

    private void Write(string name, string json)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, name));
        File.WriteAllText(Path.Combine(_folder.Path, name, "sample.json"), json);
        File.WriteAllText(Path.Combine(_folder.Path, name, "main.py"), "print(1)");
    }
}
