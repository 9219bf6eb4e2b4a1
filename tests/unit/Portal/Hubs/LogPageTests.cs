using Portal.Core.Logs;
using Portal.Hubs;

namespace Portal.UnitTests.Hubs;

public sealed class LogPageTests
{
    [Fact]
    public void Of_LongLine_IsCutAndSaysHowMuchIsMissing()
    {
        var page = LogPage.Of(Window(new string('x', LogPage.LongestLine + 10)));

        page.Texts[0].ShouldEndWith("… (+10 characters)");
        page.Texts[0].Length.ShouldBeLessThan(LogPage.LongestLine + 30);
    }

    [Fact]
    public void Of_CutInsideACharacterOfTwoHalves_KeepsItWhole()
    {
        var page = LogPage.Of(Window(new string('x', LogPage.LongestLine - 1) + "😀 and more"));

        page.Texts[0].Any(char.IsSurrogate).ShouldBeFalse();
    }

    [Fact]
    public void Of_MoreThanAPageHolds_LeavesOutTheLastLines()
    {
        var page = LogPage.Of(Window([.. Enumerable.Repeat(new string('x', 16_000), 100)]));

        page.From.ShouldBe(7);
        page.Texts.Count.ShouldBe(32);
        page.Total.ShouldBe(1000);
    }

    [Fact]
    public void Of_MoreThanAPageHoldsAtTheEnd_LeavesOutTheFirstLines()
    {
        var page = LogPage.Of(Window([.. Enumerable.Repeat(new string('x', 16_000), 100)]), keepEnd: true);

        page.From.ShouldBe(7 + 68);
        page.Texts.Count.ShouldBe(32);
    }

    private static LogWindow Window(params string[] texts) => new(7, [.. texts.Select(text => new LogLine(0, text))], 1000, LogState.Streaming);
}
