using System.Text;
using Portal.Kube.Logs;

namespace Portal.UnitTests.Kube.Logs;

public sealed class LogStampTests
{
    [Theory]
    [InlineData("2026-11-21T10:18:17.400079352Z line 5", 1795256297400079352, "line 5")]
    [InlineData("2026-11-21T10:18:17Z x", 1795256297000000000, "x")]
    [InlineData("2026-11-21T10:18:17.5Z ", 1795256297500000000, "")]
    [InlineData("2026-11-21T10:18:17.4Z", 1795256297400000000, "")]
    [InlineData("2026-11-21T12:18:17.000000001+02:00  two", 1795256297000000001, " two")]
    [InlineData("2026-11-21T04:48:17.123456789-05:30 x", 1795256297123456789, "x")]
    [InlineData("1970-01-01T00:00:00Z x", 0, "x")]
    public void TryRead_Stamp_IsReadToTheNanosecond(string line, long nanoseconds, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(line);

        LogStamp.TryRead(bytes, out var stamp, out var length).ShouldBeTrue();

        stamp.ShouldBe(nanoseconds);
        Encoding.UTF8.GetString(bytes.AsSpan(length)).ShouldBe(text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("unable to retrieve container logs for containerd://ab53")]
    [InlineData("2026-11-21 10:18:17Z x")]
    [InlineData("2026-13-21T10:18:17Z x")]
    [InlineData("2026-02-30T10:18:17Z x")]
    [InlineData("2026-11-21T10:18:17x")]
    [InlineData("2026-11-21T10:18:17Zx")]
    [InlineData("2026-11-21T10:18:17.123")]
    [InlineData("0000-00-00T00:00:00Z x")]
    public void TryRead_NoStamp_IsSaid(string line) => LogStamp.TryRead(Encoding.UTF8.GetBytes(line), out _, out _).ShouldBeFalse();

    [Fact]
    public void Second_OfAStamp_IsWhatTheApiTakes() => LogStamp.Second(1795256297400079352).ShouldBe("2026-11-21T10:18:17Z");
}
