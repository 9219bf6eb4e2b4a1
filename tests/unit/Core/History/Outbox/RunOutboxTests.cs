using Microsoft.Extensions.Logging.Abstractions;
using Portal.Core.History.Folding;
using Portal.Core.History.Live;
using Portal.Core.History.Outbox;
using Portal.Core.Jobs;
using Portal.Core.Storage;
using Portal.Core.Storage.Rows;
using Portal.UnitTests.Core.Support;
using Portal.UnitTests.Sandbox;

namespace Portal.UnitTests.Core.History.Outbox;

public sealed class RunOutboxTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "outbox");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Add_OpenedAgain_HoldsEveryField()
    {
        var facts = Some.Facts(Some.App(state: "RUNNING"), Some.Pod().Running(), Some.Pod(role: "executor", uid: "pod-2").Ended(137, "OOMKilled")) with
        {
            GoneAt = Some.Noon.AddSeconds(30),
            Cancel = new CancelRequest("bob", Some.Noon.AddSeconds(29)),
        };
        var note = new RunNote(facts, Some.Job(), """{"kind":"SparkApplication"}""");
        using (var outbox = Open())
        {
            outbox.Add(note);
        }

        using var again = Open();
        var held = again.Held().ShouldHaveSingleItem();
        RunMapping.Write(held).ShouldBe(RunMapping.Write(note));
        RunMapping.Write(held.Onto(null)).ShouldBe(RunMapping.Write(note.Onto(null)));
    }

    /// <summary>A crash may stop the writing of the last note anywhere.</summary>
    [Fact]
    public void Open_TornAnywhere_KeepsWhatWasAcknowledged()
    {
        using (var outbox = Open())
        {
            outbox.Add(Note("one"));
            outbox.Add(Note("two"));
        }

        var bytes = System.IO.File.ReadAllBytes(File);
        var first = Array.IndexOf(bytes, (byte)'\n') + 1;
        for (var length = first; length < bytes.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, bytes[..length]);
            using (var outbox = Open())
            {
                outbox.Held().Select(n => n.Facts.App.Key.Name).ShouldBe(["one"], $"{length} bytes");
                outbox.Add(Note("three"));
            }

            using var again = Open();
            again.Held().Select(n => n.Facts.App.Key.Name).ShouldBe(["one", "three"], $"{length} bytes");
        }
    }

    [Fact]
    public void Written_SomeOfThem_TheRestStaysUntilAllAreIn()
    {
        using (var outbox = Open())
        {
            outbox.Add(Note("one"));
            outbox.Add(Note("two"));
            outbox.Written(1);
            outbox.Held().ShouldHaveSingleItem().Facts.App.Key.Name.ShouldBe("two");
        }

        using (var again = Open())
        {
            // The first is written twice then, which changes nothing.
            again.Count.ShouldBe(2);
            again.Written(2);
        }

        new FileInfo(File).Length.ShouldBe(0);
    }

    [Fact]
    public void Add_MoreThanItHolds_IsRefusedAndKeepsTheOthers()
    {
        using var outbox = Open();
        outbox.Add(Note("one"));

        Should.Throw<StorageUnavailableException>(() => outbox.Add(Note("two") with { ManifestJson = new string('x', (int)RunOutbox.MaxBytes) }));

        outbox.Held().ShouldHaveSingleItem();
        outbox.Add(Note("three"));
    }

    [Theory]
    [InlineData(JobState.Waiting, JobState.Cancelled)]
    [InlineData(JobState.Unknown, JobState.Cancelled)]
    [InlineData(JobState.Succeeded, JobState.Succeeded)]
    public void Onto_CancelReadLate_CountsUnlessTheRecordKnowsTheEnd(JobState recorded, JobState expected)
    {
        var stored = RunFold.Apply(null, Some.Facts(Some.App())) with { State = recorded };
        var app = Some.App() with { DeletionTimestamp = Some.Noon.AddSeconds(5) };
        var note = new RunNote(Some.Facts(app) with { Cancel = new CancelRequest("bob", Some.Noon.AddSeconds(4)) }, null, "{}");

        var run = note.Onto(stored);

        run.State.ShouldBe(expected);
        note.Onto(run).Steps.ShouldBe(run.Steps);
    }

    [Fact]
    public void Onto_SubmissionReadLate_ChangesNothingButWhatIsMissing()
    {
        var stored = RunFold.Apply(null, Some.Facts(Some.App(state: "RUNNING"), Some.Pod().Running()));

        var run = new RunNote(Some.Facts(Some.App()), Some.Job(), """{"a":1}""").Onto(stored);

        (run.State, run.ManifestJson, run.Definition!.Name).ShouldBe((JobState.Running, """{"a":1}""", "word-count"));
    }

    private static RunNote Note(string name) => new(Some.Facts(Some.App(name, uid: name)), null, "{}");

    private RunOutbox Open() => new(File, NullLogger<RunOutbox>.Instance);
}
