using System.Buffers;
using System.Text;
using System.Text.Json;
using Portal.Core.Clusters;
using Portal.Kube.Resources;
using Portal.Kube.Watching;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Watching;

public sealed class WatchLineTests
{
    [Fact]
    public void Decode_RealWatchOfAPod_TellsItsLife()
    {
        var events = Lines("179-node-watch-pod-lifecycle").Select(l => Decode(l)!.Value).ToList();

        events[0].Type.ShouldBe(ChangeType.Added);
        events.Skip(1).ShouldAllBe(e => e.Type == ChangeType.Modified);
        events[^1].Object!.Containers.Single().State.ShouldBe("running");
        events.Select(e => long.Parse(e.ResourceVersion, System.Globalization.CultureInfo.InvariantCulture)).ShouldBeInOrder();
    }

    [Fact]
    public void Decode_RealBookmark_OnlyMovesTheVersion()
    {
        var bookmark = Lines("157-watch-spark-bookmark").Select(l => Decode(l)!.Value).Single(e => e.Type is null);

        bookmark.ResourceVersion.ShouldBe("365");
        bookmark.Object.ShouldBeNull();
    }

    [Fact]
    public void Decode_RealExpiry_IsAnException() =>
        Should.Throw<ClusterException>(() => Decode(Lines("223-watch-410-expired-table").Single())).Kind.ShouldBe(ClusterErrorKind.Expired);

    [Theory]
    [InlineData("""{"object":{"metadata":{"name":"a","resourceVersion":"5"}},"type":"DELETED"}""")]
    [InlineData("""{"extra":[{}],"type":"DELETED","object":{"metadata":{"name":"a","resourceVersion":"5"}},"more":1}""")]
    public void Decode_PropertiesInAnyOrder_AreRead(string line)
    {
        var change = Decode(line)!.Value;

        (change.Type, change.Object!.Key.Name, change.ResourceVersion).ShouldBe((ChangeType.Deleted, "a", "5"));
    }

    [Fact]
    public void Decode_UnknownType_IsLeftOut() => Decode("""{"type":"MARVEL","object":{"metadata":{"name":"a"}}}""").ShouldBeNull();

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":"ADDED"}""")]
    [InlineData("""{"type":"ADDED","object":null}""")]
    [InlineData("""{"type":"ADDED","object":{"metadata":{}}}""")]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":"a"}""")]
    [InlineData("""{"type":"ADDED","object":{"metadata":{"name":"a"}}}{"type":"ADDED"}""")]
    public void Decode_NotAnEvent_IsRefused(string line) => Should.Throw<JsonException>(() => Decode(line));

    private static WatchEvent<PodView>? Decode(string line) => WatchLine.Decode("c", new PodDecoder(), new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(line)));

    private static string[] Lines(string recording) =>
        Encoding.UTF8.GetString(SharedData.WireBody(recording)).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
