using System.Globalization;
using Portal.Sandbox.Manifests;

namespace Portal.UnitTests.Sandbox.Manifests;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("500m", "0.5")]
    [InlineData("0.1", "0.1")]
    [InlineData("1e3", "1000")]
    [InlineData("2E", "2000000000000000000")]
    [InlineData("1E3", "1000")]
    [InlineData("1.5Gi", "1610612736")]
    [InlineData("896Mi", "939524096")]
    [InlineData("12k", "12000")]
    public void TryParse_OfAQuantity_GivesItsAmount(string text, string amount)
    {
        Quantity.TryParse(text, out var parsed).ShouldBeTrue();

        parsed.ShouldBe(decimal.Parse(amount, CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Mi")]
    [InlineData("1 Mi")]
    [InlineData("1mm")]
    [InlineData("abc")]
    [InlineData("99999999999999999999Ei")]
    public void TryParse_OfAnythingElse_SaysNo(string? text) => Quantity.TryParse(text, out _).ShouldBeFalse();
}
