using Portal.Core.Jobs;
using Portal.Hosting;

namespace Portal.UnitTests.Hosting;

public sealed class PortalOptionsValidatorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("portal-test-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Validate_WhatWorks_IsAccepted() => Problems(Good()).ShouldBeEmpty();

    [Fact]
    public void Validate_NothingSet_NamesEverythingThatIsMissing() =>
        Problems(new PortalOptions()).ShouldBe(
        [
            "Portal:Data is not set: give the folder that the portal keeps logs and keys in.",
            "Set one of Portal:Database (a PostgreSQL connection string) and Portal:DatabaseFile (a file that holds one).",
        ]);

    [Fact]
    public void Validate_DataThatIsAFile_SaysWhyItCannotBeUsed()
    {
        var file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");

        Problems(Good() with { Data = file }).ShouldHaveSingleItem().ShouldContain("cannot be created");
    }

    [Fact]
    public void Validate_FilesThatAreNotThere_AreNamed()
    {
        var options = Good() with
        {
            Database = null,
            DatabaseFile = "/no/database",
            Samples = "/no/samples",
            Cluster = new ClusterOptions { Kubeconfig = "/no/kubeconfig" },
            SignIn = new SignInOptions { OwnerTokenFile = "/no/token" },
        };

        Problems(options).Count.ShouldBe(4);
        Problems(options).ShouldAllBe(problem => problem.Contains("'/no/"));
    }

    [Theory]
    [InlineData("Main")]
    [InlineData("a b")]
    [InlineData("1st")]
    public void Validate_ClusterIdThatIsNoName_IsRefused(string id) => Problems(Good() with { Cluster = new ClusterOptions { Id = id } }).ShouldHaveSingleItem().ShouldContain(id);

    [Theory]
    [InlineData("portal")]
    [InlineData("/portal/")]
    public void Validate_PathBaseThatIsNoPath_IsRefused(string path) => Problems(Good() with { PathBase = path }).ShouldHaveSingleItem().ShouldContain("/portal.");

    [Fact]
    public void Validate_GuessableOwnerToken_IsRefusedWithoutShowingIt()
    {
        var problem = Problems(Good() with { SignIn = new SignInOptions { OwnerToken = "short-secret" } }).ShouldHaveSingleItem();

        problem.ShouldContain("32 characters");
        problem.ShouldNotContain("short-secret");
    }

    [Fact]
    public void Validate_LocalUserTwiceOrWithoutName_IsRefused() =>
        Problems(Good() with { SignIn = new SignInOptions { LocalUsers = [new LocalUser { Name = "a" }, new LocalUser { Name = "a" }, new LocalUser()] } }).Count.ShouldBe(2);

    [Fact]
    public void Validate_ImagesThatCannotBeOffered_AreNamed()
    {
        var options = Good() with { Jobs = new JobOptions { Images = [Image("a", "spark:4"), Image("a", "spark:5"), Image(" ", "spark:6"), Image("b", ""), Image("c", "spark 7")] } };

        Problems(options).Select(problem => problem.Split(' ')[0]).ShouldBe(["Portal:Jobs:Images:2", "Portal:Jobs:Images:3:Image", "Portal:Jobs:Images:4:Image", "Portal:Jobs:Images"]);
    }

    [Theory]
    [InlineData(50, 0)]
    [InlineData(51, 1)]
    public void Validate_Images_AreNotTooMany(int count, int problems) =>
        Problems(Good() with { Jobs = new JobOptions { Images = [.. Enumerable.Range(0, count).Select(i => Image($"image {i}", "spark:4"))] } }).Count.ShouldBe(problems);

    private static JobImage Image(string name, string image) => new() { Name = name, Image = image };

    private PortalOptions Good() => new() { Data = _folder, Database = "Host=localhost" };

    private static List<string> Problems(PortalOptions options) => [.. new PortalOptionsValidator().Validate(null, options).Failures ?? []];
}
