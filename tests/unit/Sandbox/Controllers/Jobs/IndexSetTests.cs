using System.Globalization;
using Portal.Sandbox.Controllers.Jobs;

namespace Portal.UnitTests.Sandbox.Controllers.Jobs;

public sealed class IndexSetTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("3", "3")]
    [InlineData("1,0", "0,1")]
    [InlineData("0,1,2,4,6,7", "0-2,4,6,7")]
    [InlineData("1,3-5,7", "1,3-5,7")]
    [InlineData("0-4,9", "0-4")]
    [InlineData("x,2", "2")]
    public void Parse_ThenWritten_IsShortest(string text, string expected) => IndexSet.Parse(text, 8).ToString().ShouldBe(expected);

    [Fact]
    public void RandomSets_WrittenAndRead_AreTheSame()
    {
        var random = new Random(2);
        for (var i = 0; i < 500; i++)
        {
            var indexes = Enumerable.Range(0, 40).Where(_ => random.Next(3) > 0).ToHashSet();
            var read = IndexSet.Parse(new IndexSet(indexes).ToString(), 40);

            read.Count.ShouldBe(indexes.Count);
            Enumerable.Range(0, 40).Where(read.Contains).ShouldBe(indexes.Order(), string.Join(',', indexes.Select(n => n.ToString(CultureInfo.InvariantCulture))));
        }
    }
}
