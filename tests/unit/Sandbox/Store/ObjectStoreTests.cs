using System.Text.Json.Nodes;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Store;

public sealed class ObjectStoreTests
{
    private static readonly ResourceType Type = ResourceTypes.ConfigMaps;

    [Fact]
    public async Task Open_AfterClosing_FindsEverythingAndGoesOnCounting()
    {
        using var folder = new TempFolder();
        long version;
        await using (var store = ObjectStore.Open(folder.Path))
        {
            await PutAsync(store, "a");
            await PutAsync(store, "b");
            await RemoveAsync(store, "a");
            version = store.Current.Version;
        }

        await using var again = ObjectStore.Open(folder.Path);

        again.Current.Version.ShouldBe(version);
        again.Current.All(Type).Select(o => o.Name).ShouldBe(["b"]);
        (await PutAsync(again, "c")).Version.ShouldBe(version + 1);
    }

    [Fact]
    public async Task Open_TornAtEveryByte_KeepsWholeTransactionsOnly()
    {
        using var folder = new TempFolder();
        var ends = new List<long>();
        var journal = "";
        await using (var store = ObjectStore.Open(folder.Path))
        {
            for (var i = 0; i < 4; i++)
            {
                await PutAsync(store, $"c{i}");
                journal = Directory.GetFiles(folder.Path, "journal-*").Single();
                ends.Add(new FileInfo(journal).Length);
            }
        }
        var whole = await File.ReadAllBytesAsync(journal);

        for (var length = 0; length <= whole.Length; length += 7)
        {
            using var copy = new TempFolder();
            await File.WriteAllBytesAsync(Path.Combine(copy.Path, Path.GetFileName(journal)), whole[..length]);
            await using var store = ObjectStore.Open(copy.Path);
            store.Current.All(Type).Count.ShouldBe(ends.Count(e => e <= length), $"cut at {length}");
            await PutAsync(store, "after");
        }
    }

    [Fact]
    public async Task Open_GarbageAtTheEnd_SetsItAside()
    {
        using var folder = new TempFolder();
        await using (var store = ObjectStore.Open(folder.Path))
        {
            await PutAsync(store, "a");
        }
        var journal = Directory.GetFiles(folder.Path, "journal-*").Single();
        await File.AppendAllTextAsync(journal, "half a frame");

        await using var again = ObjectStore.Open(folder.Path);

        again.Current.All(Type).Count.ShouldBe(1);
        (await File.ReadAllTextAsync(journal + ".torn")).ShouldBe("half a frame");
    }

    [Fact]
    public async Task Journal_GrownLong_BecomesASnapshot()
    {
        using var folder = new TempFolder();
        var options = new StoreOptions { JournalBytes = 4096 };
        await using (var store = ObjectStore.Open(folder.Path, options))
        {
            for (var i = 0; i < 200; i++)
            {
                await PutAsync(store, $"c{i % 10}");
            }
        }

        Directory.GetFiles(folder.Path, "snapshot-*").Length.ShouldBe(1);
        await using var again = ObjectStore.Open(folder.Path, options);
        again.Current.All(Type).Count.ShouldBe(10);
        again.Current.Version.ShouldBe(201);
    }

    [Fact]
    public async Task Write_ThatThrows_ChangesNothingAndLetsOthersThrough()
    {
        await using var store = ObjectStore.InMemory();

        await Should.ThrowAsync<FormatException>(() => store.WriteAsync<int>(
            tx =>
            {
                tx.Put(Type, Named("a"));
                throw new FormatException();
            },
            CancellationToken.None));
        await PutAsync(store, "b");

        store.Current.All(Type).Select(o => o.Name).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Changes_FromEveryVersion_TellTheRest()
    {
        await using var store = ObjectStore.InMemory();
        for (var i = 0; i < 10; i++)
        {
            await PutAsync(store, $"c{i}");
        }

        for (var version = 1; version <= 11; version++)
        {
            store.Changes(Type, version, 100).Events.Select(e => e.Version).ShouldBe(Enumerable.Range(version + 1, 11 - version).Select(v => (long)v));
            store.At(Type, version).Count.ShouldBe(version - 1);
        }
    }

    [Fact]
    public async Task Changes_OlderThanTheHistory_AreGone()
    {
        await using var store = ObjectStore.InMemory(options: new StoreOptions { HistoryEntries = 3 });
        for (var i = 0; i < 10; i++)
        {
            await PutAsync(store, $"c{i}");
        }

        Should.Throw<HistoryGoneException>(() => store.Changes(Type, 5, 100));
        Should.Throw<HistoryGoneException>(() => store.At(Type, 5));
        store.Changes(Type, 8, 100).Events.Count.ShouldBe(3);
        store.At(Type, 9).Count.ShouldBe(8);
    }

    [Fact]
    public async Task Compact_ForgetsHistoryButNotObjects()
    {
        await using var store = ObjectStore.InMemory();
        await PutAsync(store, "a");
        await PutAsync(store, "b");

        store.Compact();

        Should.Throw<HistoryGoneException>(() => store.Changes(Type, 2, 100));
        store.Changes(Type, 3, 100).Events.ShouldBeEmpty();
        store.Current.All(Type).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Changes_WhileManyWrite_ShowEachVersionOnceInOrder()
    {
        await using var store = ObjectStore.InMemory();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        const int Total = 2000;

        var reader = Task.Run(async () =>
        {
            var (seen, versions) = (1L, new List<long>());
            while (versions.Count < Total)
            {
                var batch = store.Changes(Type, seen, 64);
                versions.AddRange(batch.Events.Select(e => e.Version));
                seen = batch.UpTo;
                await batch.More.WaitAsync(limit.Token);
            }
            return versions;
        });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < Total / 8; i++)
            {
                await PutAsync(store, $"w{w}-{i % 5}");
            }
        })));
        await PutAsync(store, "last");

        (await reader).Take(Total).ShouldBe(Enumerable.Range(2, Total).Select(v => (long)v));
    }

    [Fact]
    public void Range_OfANamespace_StartsBehindTheGivenPath()
    {
        var root = StoreRoot.Empty;
        foreach (var (ns, name) in new[] { ("a", "x"), ("a", "y"), ("a-b", "x"), ("b", "x") })
        {
            root = root.With(Type.ToString(), new StoredObject(ns, name, root.Version + 1, []));
        }

        root.Range(Type, "a").Select(o => o.Path).ShouldBe(["a/x", "a/y"]);
        root.Range(Type, "a", "a/x").Select(o => o.Path).ShouldBe(["a/y"]);
        root.Range(Type, null, "a/x").Select(o => o.Path).ShouldBe(["a/y", "b/x"]);
        root.Range(Type, null).Count().ShouldBe(4);
    }

    private static JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = "default" } };

    private static Task<StoredObject> PutAsync(ObjectStore store, string name) => store.WriteAsync(tx => tx.Put(Type, Named(name)), CancellationToken.None);

    private static Task<StoredObject> RemoveAsync(ObjectStore store, string name) => store.WriteAsync(tx => tx.Remove(Type, Named(name)), CancellationToken.None);
}
