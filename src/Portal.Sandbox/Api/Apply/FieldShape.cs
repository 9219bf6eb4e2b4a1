using System.Text.Json.Nodes;

namespace Portal.Sandbox.Api.Apply;

/// <summary>How a field merges and is owned: as a whole, or part by part. Made from the types of built-in kinds or from structural schemas.</summary>
internal abstract class FieldShape
{
    /// <summary>Lists whose items are told apart by these fields; empty for others.</summary>
    public virtual IReadOnlyList<string> Keys => [];

    /// <summary>A list of different values.</summary>
    public virtual bool IsSet => false;

    /// <summary>Owned as a whole. Lists are unless they have keys or are sets.</summary>
    public virtual bool IsAtomic => false;

    /// <summary>Whether a member is a field with a known name; keys of maps are owned apart from their values.</summary>
    public virtual bool Declares(string name) => false;

    /// <summary>The shape of a member; null when there is no such field.</summary>
    public abstract FieldShape? Member(string name);

    /// <summary>The shape of a list's items.</summary>
    public abstract FieldShape Items { get; }

    /// <summary>What a key field is when it was not given.</summary>
    public virtual JsonNode? DefaultOf(string key) => null;

    /// <summary>Whether a value is a list that is owned item by item.</summary>
    public bool HasItems => Keys.Count > 0 || IsSet;
}
