using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Authentication;

namespace Portal.UnitTests.Sandbox.Api.Authentication;

public sealed class TokenFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "users.csv");

    [Fact]
    public void Read_QuotedGroups_AreSplit()
    {
        System.IO.File.WriteAllText(File, "# people\nt1,ann,u1,\"devs, ops\"\n\nt2,bob,u2\n\"t,3\",\"carol \"\"c\"\"\",\n");

        var users = TokenFile.Read(File);

        users["t1"].Groups.ShouldBe(["devs", "ops", Caller.AuthenticatedGroup]);
        users["t2"].Name.ShouldBe("bob");
        users["t,3"].Name.ShouldBe("carol \"c\"");
    }

    [Theory]
    [InlineData("nonsense-secret")]
    [InlineData("nonsense-secret,ann")]
    [InlineData(",ann,u1")]
    [InlineData("nonsense-secret,,u1")]
    [InlineData("nonsense-secret,ann,u1,devs,ops")]
    [InlineData("nonsense-secret,ann,u1,\"devs")]
    [InlineData("t1,somebody,u9")]
    public void Read_BadLine_SaysWhichAndNotWhat(string line)
    {
        System.IO.File.WriteAllText(File, "t1,ann,u1\n" + line + "\n");

        var error = Should.Throw<InvalidDataException>(() => TokenFile.Read(File));

        error.Message.ShouldContain("line 2");
        error.Message.ShouldNotContain("nonsense-secret");
    }

    public void Dispose() => _folder.Dispose();
}
