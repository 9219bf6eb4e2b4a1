namespace Portal.Sandbox.Api.Authorization.Rbac;

/// <summary>Whether what somebody holds covers what they would grant.</summary>
public static class RuleCover
{
    /// <summary>The parts of <paramref name="wanted"/>, one verb on one thing each, that no rule of <paramref name="held"/> covers.</summary>
    public static IReadOnlyList<PolicyRule> Missing(IReadOnlyList<PolicyRule> held, IEnumerable<PolicyRule> wanted) =>
        [.. wanted.SelectMany(Parts).Where(part => !held.Any(h => Covers(h, part)))];

    /// <summary>Describes rules as Kubernetes does, verbs on the same thing together, sorted.</summary>
    public static string Describe(IReadOnlyList<PolicyRule> parts)
    {
        var isSimple = parts.ToLookup(p => p.Paths.Count == 0);
        var together = isSimple[true]
            .GroupBy(p => (p.Groups[0], p.Resources[0], p.Names.Count == 0 ? null : p.Names[0]))
            .Select(g => g.First() with { Verbs = [.. g.SelectMany(p => p.Verbs).Distinct(StringComparer.Ordinal)] });
        return string.Join('\n', isSimple[false].Concat(together).Select(Describe).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<PolicyRule> Parts(PolicyRule rule)
    {
        foreach (var verb in rule.Verbs)
        {
            foreach (var (group, resource) in rule.Groups.SelectMany(g => rule.Resources.Select(r => (g, r))))
            {
                foreach (var name in rule.Names.Count == 0 ? [null] : rule.Names.Cast<string?>())
                {
                    yield return new PolicyRule([verb], [group], [resource], name is null ? [] : [name], []);
                }
            }
            foreach (var path in rule.Paths)
            {
                yield return new PolicyRule([verb], [], [], [], [path]);
            }
        }
    }

    /// <summary>Whether a rule covers one part.</summary>
    private static bool Covers(PolicyRule held, PolicyRule part)
    {
        if (!Has(held.Verbs, part.Verbs[0]))
        {
            return false;
        }
        if (part.Paths.Count > 0)
        {
            return held.Paths.Any(p => PolicyRule.Matches(p, part.Paths[0]));
        }
        return Has(held.Groups, part.Groups[0])
            && HasResource(held.Resources, part.Resources[0])
            && (held.Names.Count == 0 || (part.Names.Count > 0 && held.Names.Contains(part.Names[0], StringComparer.Ordinal)));
    }

    private static bool HasResource(IReadOnlyList<string> held, string resource) =>
        Has(held, resource) || (resource.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash && held.Contains("*" + resource[slash..], StringComparer.Ordinal));

    private static bool Has(IReadOnlyList<string> held, string wanted) => held.Contains(PolicyRule.All, StringComparer.Ordinal) || held.Contains(wanted, StringComparer.Ordinal);

    private static string Describe(PolicyRule rule)
    {
        (string, IReadOnlyList<string>)[] fields =
            [("APIGroups", rule.Groups), ("Resources", rule.Resources), ("NonResourceURLs", rule.Paths), ("ResourceNames", rule.Names), ("Verbs", rule.Verbs)];
        return $"{{{string.Join(", ", fields.Where(f => f.Item2.Count > 0).Select(f => $"{f.Item1}:{GoText.Quote(f.Item2)}"))}}}";
    }
}
