using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Apply;

/// <summary>A set of paths in an object, kept as the tree that <c>FieldsV1</c> is. A path may be in the set without those below it, and the other way round.</summary>
internal sealed class FieldSet
{
    private const string Self = ".";
    private readonly SortedDictionary<string, FieldSet> _children = new(StringComparer.Ordinal);

    /// <summary>Whether the path to this place is in the set.</summary>
    public bool IsMember { get; set; }

    public bool IsEmpty => !IsMember && _children.Values.All(c => c.IsEmpty);

    public IEnumerable<KeyValuePair<string, FieldSet>> Children => _children;

    public FieldSet? Child(string element) => _children.GetValueOrDefault(element);

    /// <summary>The place below this one; made when there is none.</summary>
    public FieldSet At(string element)
    {
        if (!_children.TryGetValue(element, out var child))
        {
            _children.Add(element, child = new FieldSet());
        }
        return child;
    }

    public void Remove(string element) => _children.Remove(element);

    public FieldSet Union(FieldSet other)
    {
        var result = Copy();
        result.Add(other);
        return result;
    }

    /// <summary>Paths that are in this set and not in the other.</summary>
    public FieldSet Except(FieldSet? other) => Filter(other, (mine, theirs) => mine && !theirs);

    /// <summary>Paths that are in both.</summary>
    public FieldSet Intersect(FieldSet? other) => Filter(other, (mine, theirs) => mine && theirs);

    /// <summary>The set with every path that leads to one of its own.</summary>
    public FieldSet WithParents()
    {
        var result = new FieldSet { IsMember = !IsEmpty };
        foreach (var (element, child) in _children)
        {
            result._children.Add(element, child.WithParents());
        }
        return result;
    }

    public bool SameAs(FieldSet other) => Except(other).IsEmpty && other.Except(this).IsEmpty;

    /// <summary>Every path of the set as error messages write it.</summary>
    public IEnumerable<string> Paths(string prefix = "")
    {
        if (IsMember)
        {
            yield return prefix;
        }
        foreach (var path in _children.SelectMany(c => c.Value.Paths(prefix + PathElement.Show(c.Key))))
        {
            yield return path;
        }
    }

    /// <summary>Reads <c>fieldsV1</c>.</summary>
    public static FieldSet Read(JsonObject fields)
    {
        var set = new FieldSet();
        foreach (var (element, value) in fields)
        {
            if (element == Self)
            {
                set.IsMember = true;
            }
            else if (value is JsonObject below)
            {
                var child = Read(below);
                child.IsMember |= below.Count == 0;
                set._children[element] = child;
            }
        }
        return set;
    }

    public JsonObject Write()
    {
        var fields = new JsonObject();
        foreach (var (element, child) in _children.Where(c => !c.Value.IsEmpty))
        {
            var below = child.Write();
            if (child.IsMember && below.Count > 0)
            {
                below.Insert(0, Self, new JsonObject());
            }
            fields[element] = below;
        }
        return fields;
    }

    private FieldSet Copy()
    {
        var copy = new FieldSet { IsMember = IsMember };
        foreach (var (element, child) in _children)
        {
            copy._children.Add(element, child.Copy());
        }
        return copy;
    }

    private void Add(FieldSet other)
    {
        IsMember |= other.IsMember;
        foreach (var (element, child) in other._children)
        {
            At(element).Add(child);
        }
    }

    private FieldSet Filter(FieldSet? other, Func<bool, bool, bool> keep)
    {
        var result = new FieldSet { IsMember = keep(IsMember, other?.IsMember == true) };
        foreach (var (element, child) in _children)
        {
            var below = child.Filter(other?.Child(element), keep);
            if (!below.IsEmpty)
            {
                result._children.Add(element, below);
            }
        }
        return result;
    }
}
