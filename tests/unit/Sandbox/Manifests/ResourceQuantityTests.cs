using Portal.Sandbox.Manifests;

namespace Portal.UnitTests.Sandbox.Manifests;

public sealed class ResourceQuantityTests
{
    [Theory]
    [InlineData("1000m", "1")]
    [InlineData("0.5", "500m")]
    [InlineData("1500m", "1500m")]
    [InlineData("2000", "2k")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("512", "512")]
    [InlineData("0", "0")]
    [InlineData("0.5Ki", "512")]
    [InlineData("-2000m", "-2")]
    [InlineData("1e3", "1k")]
    public void ToString_AnyWriting_IsCanonical(string written, string canonical)
    {
        ResourceQuantity.TryParse(written, out var quantity).ShouldBeTrue();
        quantity.ToString().ShouldBe(canonical);
    }

    [Theory]
    [InlineData("100m", "100m", "200m")]
    [InlineData("0", "32Mi", "32Mi")]
    [InlineData("32Mi", "32Mi", "64Mi")]
    [InlineData("1Gi", "1M", "1074741824")]
    public void Add_Two_KeepsTheWritingOfTheFirst(string a, string b, string sum)
    {
        ResourceQuantity.TryParse(a, out var one).ShouldBeTrue();
        ResourceQuantity.TryParse(b, out var other).ShouldBeTrue();
        (one + other).ToString().ShouldBe(sum);
    }
}
