namespace Portal.Sandbox.Controllers.GarbageCollection;

/// <summary>How an owner is, as one of its dependants sees it.</summary>
internal enum OwnerState
{
    Present,
    Gone,

    /// <summary>Is being deleted and goes after its dependants.</summary>
    WaitsForUs,
}
