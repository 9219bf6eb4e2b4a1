using System.Text.Json.Nodes;
using Portal.Sandbox.Api.Writing;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;
using Portal.UnitTests.Sandbox.Controllers.Support;

namespace Portal.UnitTests.Sandbox.Controllers.GarbageCollection;

/// <summary>Random objects with random owners, deleted at random, compared with <see cref="OwnerModel"/>.</summary>
public sealed class OwnerProperties
{
    private static readonly string[] Policies = ["Background", "Foreground", "Orphan"];

    private readonly Dictionary<string, JsonObject> _made = new(StringComparer.Ordinal);
    private readonly OwnerModel _model = new();
    private int _count;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task RandomSteps_OneAfterTheOther_LeaveWhatTheModelSays(int seed)
    {
        var random = new Random(seed);
        await using var cluster = await StartAsync();
        for (var step = 0; step < 150; step++)
        {
            await StepAsync(cluster, random, Policies);
            await AgreeAsync(cluster, $"seed {seed}, step {step}");
        }
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task RandomSteps_InQuickSuccession_WithRestarts_LeaveWhatTheModelSays(int seed)
    {
        var random = new Random(seed);
        await using var cluster = await StartAsync();
        for (var round = 0; round < 8; round++)
        {
            // What is made and deleted in a hurry commutes, as long as nothing is let go and nobody is named who may be going already.
            for (var i = 0; i < 25; i++)
            {
                await CreateAsync(cluster, random);
            }

            await AgreeAsync(cluster, $"seed {seed}, round {round}, made");
            foreach (var name in _model.Names.Order(StringComparer.Ordinal).Where(_ => random.Next(4) == 0).ToList())
            {
                await DeleteAsync(cluster, name, Policies[random.Next(2)]);
            }

            if (round % 3 == 0)
            {
                await cluster.StopControllersAsync();
                await cluster.StartCollectorAsync();
            }

            await AgreeAsync(cluster, $"seed {seed}, round {round}, deleted");
        }
    }

    private static async Task<TestCluster> StartAsync()
    {
        var cluster = await TestCluster.WithNamespaceAsync("a");
        await cluster.CreateAsync(ResourceTypes.Namespaces, Sample.Json("""{"metadata": {"name": "b"}}"""));
        await cluster.StartCollectorAsync();
        return cluster;
    }

    private async Task StepAsync(TestCluster cluster, Random random, string[] policies)
    {
        var names = _model.Names.Order(StringComparer.Ordinal).ToList();
        var choice = names.Count < 6 ? 0 : random.Next(10);
        if (choice < 5)
        {
            await CreateAsync(cluster, random);
        }
        else if (choice < 7)
        {
            // Circles are fine, but what waits for itself waits for good, in Kubernetes too.
            var (name, owner) = (names[random.Next(names.Count)], names[random.Next(names.Count)]);
            if (name != owner)
            {
                await AddOwnerAsync(cluster, name, owner, random.Next(2) == 0);
            }
        }
        else
        {
            await DeleteAsync(cluster, names[random.Next(names.Count)], policies[random.Next(policies.Length)]);
        }
    }

    private async Task CreateAsync(TestCluster cluster, Random random)
    {
        var place = random.Next(5) switch { 0 => "", 1 or 2 => "a", _ => "b" };
        var name = $"{(place.Length == 0 ? "n" : place)}{_count++}";
        var known = _made.Keys.Order(StringComparer.Ordinal).ToList();
        var owners = known.Count == 0 ? [] : Enumerable.Range(0, random.Next(4)).Select(_ => known[^(1 + random.Next(Math.Min(known.Count, 12)))]).ToHashSet(StringComparer.Ordinal);
        var obj = new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } };
        if (place.Length > 0)
        {
            obj.Child("metadata")["namespace"] = place;
        }

        foreach (var owner in owners)
        {
            obj.Child("metadata").List("ownerReferences").Add(Reference(owner, random.Next(2) == 0));
        }

        _made[name] = await cluster.CreateAsync(TypeOf(name), obj);
        _model.Add(name, place, owners);
    }

    private async Task AddOwnerAsync(TestCluster cluster, string name, string owner, bool blocks)
    {
        await cluster.EditAsync(TypeOf(name), Place(name), name, o =>
        {
            if (!o.Items("metadata", "ownerReferences").Any(r => r.Text("name") == owner))
            {
                o.Child("metadata").List("ownerReferences").Add(Reference(owner, blocks));
            }
        });
        _model.AddOwner(name, owner);
    }

    private async Task DeleteAsync(TestCluster cluster, string name, string policy)
    {
        await cluster.Objects.DeleteAsync(TypeOf(name), Place(name), name, new DeleteOptions { PropagationPolicy = policy }, default);
        if (_model.Names.Contains(name, StringComparer.Ordinal))
        {
            _model.Delete(name, policy == "Orphan");
        }
    }

    private async Task AgreeAsync(TestCluster cluster, string when)
    {
        try
        {
            await Eventually.TrueAsync(() => Stored(cluster).SequenceEqual(_model.Lines), when);
        }
        catch (TimeoutException)
        {
            Stored(cluster).ShouldBe(_model.Lines, when);
        }
    }

    private static List<string> Stored(TestCluster cluster) =>
    [
        .. cluster.Objects.List(ResourceTypes.Nodes, null).Concat(cluster.Objects.List(ResourceTypes.ConfigMaps, null).Where(m => !m.Name().StartsWith("kube-", StringComparison.Ordinal)))
            .Select(o => $"{o.Name()} <- {string.Join(' ', o.Items("metadata", "ownerReferences").Select(r => r.Text("name")).Order(StringComparer.Ordinal))}{(o.Terminating() ? " (going)" : "")}")
            .Order(StringComparer.Ordinal),
    ];

    private JsonObject Reference(string owner, bool blocks) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = TypeOf(owner).Kind,
        ["name"] = owner,
        ["uid"] = _made[owner].Uid(),
        ["blockOwnerDeletion"] = blocks,
    };

    private static ResourceType TypeOf(string name) => name[0] == 'n' ? ResourceTypes.Nodes : ResourceTypes.ConfigMaps;

    private static string Place(string name) => name[0] == 'n' ? "" : name[..1];
}
