using System.Text;
using System.Text.Json;
using Portal.Core.Clusters;
using Portal.Kube.Api;
using Portal.Kube.Resources;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Api;

public sealed class ListDecoderTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Read_RealPodList_GivesEveryPod()
    {
        var page = await ReadAsync(new PodDecoder(), SharedData.WireBody("91-pod-list"));

        page.Items.Select(p => p.Key.Name).ShouldBe(["p1", "p2"]);
        page.ResourceVersion.ShouldBe("346");
        page.Continue.ShouldBeNull();
    }

    [Fact]
    public async Task Read_ListOfACustomKind_HasItsMetadataLast()
    {
        var page = await ReadAsync(new SparkApplicationDecoder(), SharedData.WireBody("113-spark-list"));

        page.Items.ShouldHaveSingleItem().Key.Name.ShouldBe("pi");
        page.ResourceVersion.ShouldBe("350");
    }

    [Theory]
    [InlineData("""{"items":null,"metadata":{"resourceVersion":"7","continue":"abc"}}""", 0, "abc")]
    [InlineData("""{"metadata":{"resourceVersion":"7"},"items":[]}""", 0, null)]
    [InlineData("""{"kind":{"odd":[1]},"items":[null,1,"x",[{}],{"metadata":{"name":"a"}},{}],"metadata":{"resourceVersion":"7","continue":""}} """, 1, null)]
    public async Task Read_OddLists_AreRead(string json, int count, string? next)
    {
        var page = await ReadAsync(new PodDecoder(), Encoding.UTF8.GetBytes(json));

        page.Items.Count.ShouldBe(count);
        page.Continue.ShouldBe(next);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"a"}}""")]
    [InlineData("""{"metadata":{"resourceVersion":"7"},"items":[{"metadata":{"name":"a"}}]""")]
    [InlineData("<html>")]
    public async Task Read_NotAWholeList_IsRefused(string json) =>
        (await Record.ExceptionAsync(() => ReadAsync(new PodDecoder(), Encoding.UTF8.GetBytes(json)))).ShouldBeAssignableTo<JsonException>();

    /// <summary>However the bytes arrive, and however large an item is beside the buffer.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 7)]
    [InlineData(3, 4096)]
    [InlineData(4, 1_000_000)]
    public async Task Read_InPieces_GivesTheSame(int seed, int most)
    {
        var random = new Random(seed);
        var scale = most == 1 ? 100 : 200_000;
        var items = Enumerable.Range(0, 30).Select(i => $$$"""{"spec":{"x":"{{{new string('x', random.Next(scale))}}}"},"metadata":{"name":"p{{{i}}}","uid":"u{{{i}}}"}}""");
        var json = Encoding.UTF8.GetBytes($$$"""{"items":[{{{string.Join(" ,\n", items)}}}],"metadata":{"resourceVersion":"7"}}""");

        var page = await new ListDecoder<PodView>("c", new PodDecoder()).ReadAsync(new SlicedStream(json, random, most), Ct);

        page.Items.Select(p => p.Key.Name).ShouldBe(Enumerable.Range(0, 30).Select(i => $"p{i}"));
    }

    private static Task<ListPage<T>> ReadAsync<T>(IViewDecoder<T> decoder, byte[] json)
        where T : class, IClusterObject => new ListDecoder<T>("c", decoder).ReadAsync(new MemoryStream(json), Ct);
}
