using Portal.Api.Contracts;
using Portal.Core.Jobs;

namespace Portal.UnitTests.Api;

public sealed class JobBodyTests
{
    [Fact]
    public void Problems_OnlyTheRunIsNamed_AreOfItsNameOnce() => Fields(new JobBody { Name = "Bad Name" }).ShouldBe(["Name"]);

    [Fact]
    public void Problems_BothAreNamed_AreOfEach() => Fields(new JobBody { Name = "Bad Name", Job = "Bad Job" }).ShouldBe(["Job", "Name"]);

    [Fact]
    public void Problems_OnlyTheJobIsNamed_AreOfTheJob() => Fields(new JobBody { Job = "Bad Job" }).ShouldBe(["Job"]);

    private static IEnumerable<string> Fields(JobBody body) =>
        body.Own([.. JobValidator.Validate(body.ToJob()), .. body.Name is { } name ? JobValidator.ValidateRunName(name) : []])
            .Where(problem => problem.Code == "NameInvalid").Select(problem => problem.Field);
}
