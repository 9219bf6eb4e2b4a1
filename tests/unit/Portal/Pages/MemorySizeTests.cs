using Portal.Components;

namespace Portal.UnitTests.Pages;

public sealed class MemorySizeTests
{
    [Theory]
    [InlineData("512m", "512", "m", "512 MiB")]
    [InlineData("2G", "2", "g", "2 GiB")]
    [InlineData(" 4gb ", "4", "g", "4 GiB")]
    [InlineData("1t", "1t", "", "1t")]
    [InlineData("two", "two", "", "two")]
    [InlineData("", "", "", "")]
    public void Size_AsSparkWritesIt_IsANumberAndAUnit(string text, string number, string unit, string readable)
    {
        MemorySize.Parse(text).ShouldBe(new MemorySize(number, unit));
        MemorySize.Readable(text).ShouldBe(readable);
    }
}
