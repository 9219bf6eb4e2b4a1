using Portal.Kube.Api;
using Portal.UnitTests.Kube.Support;

namespace Portal.UnitTests.Kube.Api;

public sealed class ExpiringCacheTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Get_AnswerIsOld_IsForgotten()
    {
        var cache = new ExpiringCache<string, string?>(10, TimeSpan.FromSeconds(30), _time);
        cache.Set("nobody", null);

        _time.Advance(TimeSpan.FromSeconds(29));
        cache.TryGet("nobody", out var known).ShouldBeTrue();
        known.ShouldBeNull();
        _time.Advance(TimeSpan.FromSeconds(1));

        cache.TryGet("nobody", out _).ShouldBeFalse();
    }

    [Fact]
    public void Set_CacheIsFull_TheOldestMakesRoom()
    {
        var cache = new ExpiringCache<int, int>(2, TimeSpan.FromSeconds(30), _time);
        cache.Set(1, 1);
        cache.Set(2, 2);
        cache.Set(1, 3);
        cache.Set(3, 3);

        cache.TryGet(2, out _).ShouldBeFalse();
        cache.TryGet(1, out var again).ShouldBeTrue();
        again.ShouldBe(3);
    }
}
