using Portal.Components;

namespace Portal.UnitTests.Pages;

public sealed class DurationsTests
{
    [Theory]
    [InlineData(-5, "<1 s", "<1 s")]
    [InlineData(0, "<1 s", "<1 s")]
    [InlineData(0.999, "<1 s", "<1 s")]
    [InlineData(1, "1 s", "1 s")]
    [InlineData(24, "24 s", "24 s")]
    [InlineData(232, "3 min 52 s", "3 min")]
    [InlineData(3840, "1 h 04 min", "1 h")]
    [InlineData(183600, "2 d 3 h", "2 d")]
    public void Length_IsWrittenInAFewWords(double seconds, string @long, string @short)
    {
        Durations.Long(TimeSpan.FromSeconds(seconds)).ShouldBe(@long);
        Durations.Short(TimeSpan.FromSeconds(seconds)).ShouldBe(@short);
    }
}
