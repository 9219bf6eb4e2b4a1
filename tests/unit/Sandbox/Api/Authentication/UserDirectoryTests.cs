using Microsoft.Extensions.Logging.Abstractions;
using Portal.Sandbox.Api.Authentication;

namespace Portal.UnitTests.Sandbox.Api.Authentication;

public sealed class UserDirectoryTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SteppedClock _clock = new();

    private string First => Path.Combine(_folder.Path, "first.csv");

    private string Second => Path.Combine(_folder.Path, "second.csv");

    [Fact]
    public void Find_TokenOfEitherFile_IsKnown()
    {
        var users = Create();

        users.Find("t1")!.Name.ShouldBe("ann");
        users.Find("t2")!.Name.ShouldBe("bob");
        users.Find("t3").ShouldBeNull();
    }

    [Fact]
    public void Find_FileChanged_ReadsItAgainWithinASecond()
    {
        var users = Create();
        File.WriteAllText(Second, "t3,carol,u3\n");

        _clock.Now += 2;

        users.Find("t3")!.Name.ShouldBe("carol");
        users.Find("t2").ShouldBeNull();
        users.Find("t1")!.Name.ShouldBe("ann");
    }

    [Fact]
    public void Find_FileSpoiledOrGone_KeepsTheUsers()
    {
        var users = Create();

        File.WriteAllText(Second, "nonsense\n");
        _clock.Now += 2;
        users.Find("t2")!.Name.ShouldBe("bob");

        File.Delete(Second);
        _clock.Now += 2;
        users.Find("t2")!.Name.ShouldBe("bob");
    }

    public void Dispose() => _folder.Dispose();

    private UserDirectory Create()
    {
        File.WriteAllText(First, "t1,ann,u1\n");
        File.WriteAllText(Second, "t2,bob,u2\n");
        return new UserDirectory([First, Second], _clock, NullLogger<UserDirectory>.Instance);
    }

    /// <summary>Counts whole seconds, moved by the test.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Now;
    }
}
