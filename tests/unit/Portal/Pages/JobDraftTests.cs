using System.Text.Json;
using Portal.Core.Jobs;
using Portal.Features.NewJob;
using Portal.UnitTests.Fakes;

namespace Portal.UnitTests.Pages;

public sealed class JobDraftTests
{
    [Fact]
    public void Draft_OfAJob_AsksForTheSameJob() =>
        JobDiff.Between(SampleRuns.Job, JobDraft.From(SampleRuns.Job, "sales-1").ToJob()).ShouldBeEmpty();

    [Fact]
    public void SubmissionKey_AfterReload_IsTheSame()
    {
        var draft = JobDraft.From(SampleRuns.Job, null);

        var reloaded = JsonSerializer.Deserialize<JobDraft>(JsonSerializer.Serialize(draft))!;

        reloaded.SubmissionKey.ShouldBe(draft.SubmissionKey);
    }

    [Fact]
    public void SubmissionKey_OfEditedContent_IsAnother()
    {
        var draft = JobDraft.From(SampleRuns.Job, null);
        var before = draft.SubmissionKey;

        draft.Executors = "9";

        draft.SubmissionKey.ShouldNotBe(before);
        JobDraft.From(SampleRuns.Job, null).SubmissionKey.ShouldNotBe(before);
    }

    [Theory]
    [InlineData("three")]
    [InlineData("")]
    [InlineData("1.5")]
    public void Number_ThatIsNone_IsAProblemOfItsField(string text)
    {
        var draft = JobDraft.From(SampleRuns.Job, null);
        draft.Executors = text;

        JobValidator.Validate(draft.ToJob()).ShouldContain(p => p.Field == "Executors");
    }

    [Fact]
    public void Key_GivenTwice_IsAProblemOfTheForm()
    {
        var draft = JobDraft.From(SampleRuns.Job, null);
        draft.SparkConf.Add(new Pair { Key = " spark.sql.shuffle.partitions ", Value = "8" });

        draft.FormProblems().Single().Field.ShouldBe("SparkConf[spark.sql.shuffle.partitions]");
    }
}
