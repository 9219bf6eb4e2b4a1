namespace Portal.Sandbox.Store;

/// <summary>A kind that the sandbox serves: one row of the discovery document. Kinds are data, not code.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Version">Version served and stored.</param>
/// <param name="Plural">Lower-case plural used in paths.</param>
/// <param name="Singular">Lower-case singular, as kubectl takes it.</param>
/// <param name="Kind">Kind as manifests write it.</param>
/// <param name="Namespaced">Whether objects live in a namespace.</param>
/// <param name="ShortNames">Abbreviations that kubectl takes.</param>
/// <param name="StatusSubresource">Whether <c>status</c> is written through its own subresource only.</param>
public sealed record ResourceType(
    string Group, string Version, string Plural, string Singular, string Kind, bool Namespaced, IReadOnlyList<string> ShortNames, bool StatusSubresource)
{
    /// <summary><c>apiVersion</c> as manifests write it.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Two are the same when they are the same version of the same resource, whatever else was read about it.</summary>
    public bool Equals(ResourceType? other) => other is not null && Plural == other.Plural && Group == other.Group && Version == other.Version;

    public override int GetHashCode() => HashCode.Combine(Plural, Group, Version);

    public override string ToString() => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}
