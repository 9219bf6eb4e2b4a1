using Portal.Sandbox.Api.Apply;

namespace Portal.Sandbox.Api.Writing;

/// <summary>Who writes, and how.</summary>
/// <param name="Caller">Who.</param>
/// <param name="DryRun">Go all the way but store nothing.</param>
/// <param name="Manager">Who owns what is written; null for this process's own writes, which leave ownership as it is.</param>
public readonly record struct WriteOptions(Caller Caller, bool DryRun = false, FieldManager? Manager = null)
{
    /// <summary>Is told the paths of fields that nobody knows and that were taken out; may refuse. Null ignores them.</summary>
    public Action<IReadOnlyList<string>>? OnUnknownFields { get; init; }
}
