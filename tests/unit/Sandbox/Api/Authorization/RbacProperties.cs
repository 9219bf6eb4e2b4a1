using System.Text.Json.Nodes;
using Portal.Sandbox.Api;
using Portal.Sandbox.Api.Authorization;
using Portal.Sandbox.Api.Authorization.Rbac;
using Portal.Sandbox.Store;

namespace Portal.UnitTests.Sandbox.Api.Authorization;

/// <summary>The authoriser, its index and the escalation check against the plainest way to say what RBAC is, over random policies.</summary>
public sealed class RbacProperties
{
    private const int Policies = 150;
    private const int Questions = 200;
    private static readonly string[] Namespaces = ["a", "b"];
    private static readonly string[] Users = ["ann", "bob", "system:serviceaccount:a:sa", "system:serviceaccount:b:sa"];
    private static readonly string[] Groups = ["devs", "ops", "system:serviceaccounts:a"];
    private static readonly string[] Verbs = ["get", "list", "create", "*"];
    private static readonly string[] ApiGroups = ["", "apps", "*"];
    private static readonly string[] Resources = ["pods", "pods/log", "pods/status", "*/log", "*/status", "*", "jobs"];
    private static readonly string[] Names = ["one", "two"];
    private static readonly string[] Paths = ["/api", "/api/*", "/apis/x", "*", "/api/v1"];

    [Theory]
    [InlineData(1)]
    [InlineData(20261121)]
    public async Task Decide_RandomPolicies_AgreesWithTheNaiveEvaluator(int seed)
    {
        var random = new Random(seed);
        var allowed = 0;
        for (var i = 0; i < Policies; i++)
        {
            await using var store = ObjectStore.InMemory();
            var policy = await PolicyAsync(store, random);
            var authorizer = new RbacAuthorizer(store);
            for (var q = 0; q < Questions; q++)
            {
                var request = Request(random);
                var expected = policy.Any(g => g.AppliesTo(request.Caller, request.IsResource ? request.Namespace : "") && g.Rules.Any(r => NaiveAllows(r, request)));
                authorizer.Decide(request).Allowed.ShouldBe(expected, $"seed {seed}, policy {i}, {request}");
                allowed += expected ? 1 : 0;
            }
        }
        allowed.ShouldBeInRange(Policies * Questions / 20, Policies * Questions * 19 / 20);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(17)]
    public void Missing_NothingOfAGrant_MeansEveryRequestItAllowsIsAllowedAlready(int seed)
    {
        var random = new Random(seed);
        var covered = 0;
        for (var i = 0; i < 4000; i++)
        {
            var held = Rules(random, random.Next(1, 6));
            var wanted = Rules(random, 1);
            if (RuleCover.Missing(held, wanted).Count > 0)
            {
                continue;
            }
            covered++;
            for (var q = 0; q < 100; q++)
            {
                var request = Request(random);
                if (wanted.Any(r => NaiveAllows(r, request)))
                {
                    held.Any(r => NaiveAllows(r, request)).ShouldBeTrue($"seed {seed}, step {i}: {string.Join("; ", held.Select(h => RuleCover.Describe([h])))} against {request}");
                }
            }
        }
        covered.ShouldBeGreaterThan(100);
    }

    private static bool NaiveAllows(PolicyRule rule, AccessRequest request)
    {
        var verb = rule.Verbs.Contains("*") || rule.Verbs.Contains(request.Verb);
        if (!request.IsResource)
        {
            return verb && rule.Paths.Any(p => p.EndsWith('*') ? request.Path.StartsWith(p[..^1], StringComparison.Ordinal) : p == request.Path);
        }
        var asked = request.Subresource.Length == 0 ? request.Resource : request.Resource + "/" + request.Subresource;
        return verb
            && (rule.Groups.Contains("*") || rule.Groups.Contains(request.Group))
            && rule.Resources.Any(r => r == "*" || r == asked || (request.Subresource.Length > 0 && r == "*/" + request.Subresource))
            && (rule.Names.Count == 0 || rule.Names.Contains(request.Name));
    }

    private static async Task<List<NaiveGrant>> PolicyAsync(ObjectStore store, Random random)
    {
        var roles = new Dictionary<string, IReadOnlyList<PolicyRule>>();
        foreach (var ns in (string[])["", .. Namespaces])
        {
            for (var i = 0; i < 3; i++)
            {
                roles[$"{ns}/r{i}"] = Rules(random, random.Next(0, 3));
                await PutAsync(store, ns.Length == 0 ? ResourceTypes.ClusterRoles : ResourceTypes.Roles, ns, $"r{i}", new JsonObject { ["rules"] = new JsonArray([.. roles[$"{ns}/r{i}"].Select(Write)]) });
            }
        }
        var grants = new List<NaiveGrant>();
        for (var i = 0; i < 8; i++)
        {
            var ns = Pick(random, ["", .. Namespaces]);
            var ofCluster = ns.Length == 0 || random.Next(2) == 0;
            var role = $"r{random.Next(4)}";
            var subjects = Enumerable.Range(0, random.Next(0, 3)).Select(_ => Subject(random)).ToList();
            await PutAsync(store, ns.Length == 0 ? ResourceTypes.ClusterRoleBindings : ResourceTypes.RoleBindings, ns, $"b{i}", new JsonObject
            {
                ["roleRef"] = new JsonObject { ["kind"] = ofCluster ? "ClusterRole" : "Role", ["name"] = role },
                ["subjects"] = new JsonArray([.. subjects.Select(s => new JsonObject { ["kind"] = s.Kind, ["name"] = s.Name, ["namespace"] = s.Namespace.Length == 0 ? null : s.Namespace })]),
            });
            grants.Add(new NaiveGrant(ns, subjects, roles.GetValueOrDefault($"{(ofCluster ? "" : ns)}/{role}") ?? []));
        }
        return grants;
    }

    private static (string Kind, string Name, string Namespace) Subject(Random random) => random.Next(3) switch
    {
        0 => ("User", Pick(random, Users), ""),
        1 => ("Group", Pick(random, Groups), ""),
        _ => ("ServiceAccount", "sa", Pick(random, ["", .. Namespaces])),
    };

    private static AccessRequest Request(Random random)
    {
        var caller = new Caller(Pick(random, Users), "", [.. Groups.Where(_ => random.Next(3) == 0)]);
        if (random.Next(4) == 0)
        {
            return new AccessRequest { Caller = caller, Verb = Pick(random, Verbs), IsResource = false, Path = Pick(random, "/api", "/api/", "/api/v1", "/apis/x", "/apis", "/metrics") };
        }
        var resource = Pick(random, "pods", "jobs", "pods/log", "jobs/status", "pods/status").Split('/');
        return new AccessRequest
        {
            Caller = caller,
            Verb = Pick(random, Verbs),
            Group = Pick(random, "", "apps", "batch"),
            Resource = resource[0],
            Subresource = resource.Length > 1 ? resource[1] : "",
            Namespace = Pick(random, ["", .. Namespaces]),
            Name = Pick(random, ["", .. Names]),
        };
    }

    private static List<PolicyRule> Rules(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(4) == 0
        ? new PolicyRule(Some(random, Verbs), [], [], [], Some(random, Paths))
        : new PolicyRule(Some(random, Verbs), Some(random, ApiGroups), Some(random, Resources), random.Next(3) == 0 ? Some(random, Names) : [], []))];

    private static JsonObject Write(PolicyRule rule)
    {
        static JsonArray List(IEnumerable<string> values) => [.. values.Select(v => JsonValue.Create(v))];
        return new JsonObject
        {
            ["verbs"] = List(rule.Verbs),
            ["apiGroups"] = List(rule.Groups),
            ["resources"] = List(rule.Resources),
            ["resourceNames"] = List(rule.Names),
            ["nonResourceURLs"] = List(rule.Paths),
        };
    }

    private static async Task PutAsync(ObjectStore store, ResourceType type, string ns, string name, JsonObject obj)
    {
        obj["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = ns };
        await store.WriteAsync(tx => tx.Put(type, obj), CancellationToken.None);
    }

    private static List<string> Some(Random random, string[] from) => [.. from.Where(_ => random.Next(3) == 0).DefaultIfEmpty(Pick(random, from))];

    private static string Pick(Random random, params string[] from) => from[random.Next(from.Length)];

    private sealed record NaiveGrant(string Namespace, List<(string Kind, string Name, string Namespace)> Subjects, IReadOnlyList<PolicyRule> Rules)
    {
        public bool AppliesTo(Caller caller, string ns) => (Namespace.Length == 0 || Namespace == ns) && Subjects.Exists(s => s.Kind switch
        {
            "User" => s.Name == caller.Name,
            "Group" => caller.Groups.Contains(s.Name),
            _ => caller.Name == $"system:serviceaccount:{(s.Namespace.Length > 0 ? s.Namespace : Namespace)}:{s.Name}",
        });
    }
}
