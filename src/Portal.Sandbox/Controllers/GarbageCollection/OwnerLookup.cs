using Portal.Sandbox.Api;
using Portal.Sandbox.Manifests;
using Portal.Sandbox.Store;

namespace Portal.Sandbox.Controllers.GarbageCollection;

/// <summary>Finds owners and dependants in the store: what is about to be deleted for good is not decided from what a watch has told so far.</summary>
internal sealed class OwnerLookup(IObjects objects)
{
    public OwnerState Find(Owned dependant, OwnerReference reference)
    {
        // What lives in no namespace cannot have an owner that does; nobody can say whether that one is there, so nothing is deleted for it.
        if (TypeOf(reference) is not { } type || (type.Namespaced && !dependant.Type.Namespaced))
        {
            return OwnerState.Present;
        }

        var owner = objects.Get(type, type.Namespaced ? dependant.Key.Namespace : "", reference.Name);
        return owner is null || owner.Uid() != reference.Uid ? OwnerState.Gone
            : Owned.Read(type, owner).WaitsForDependants ? OwnerState.WaitsForUs
            : OwnerState.Present;
    }

    /// <summary>Whether the owner lives in a namespace that is not the dependant's.</summary>
    /// <param name="dependant">The dependant.</param>
    /// <param name="reference">Its reference.</param>
    /// <param name="owner">The object of that uid, if it is known.</param>
    public bool IsMisplaced(Owned dependant, OwnerReference reference, Owned? owner) =>
        TypeOf(reference) is { Namespaced: true } && (!dependant.Type.Namespaced || (owner is not null && owner.Key.Namespace != dependant.Key.Namespace));

    /// <summary>Every object that names the owner, wherever it lives.</summary>
    public IEnumerable<Owned> DependantsOf(Owned owner) =>
        objects.Kinds.Where(t => t != ResourceTypes.Events && (t.Namespaced || !owner.Type.Namespaced))
            .SelectMany(t => objects.List(t, owner.Type.Namespaced ? owner.Key.Namespace : null).Select(o => Owned.Read(t, o)))
            .Where(o => o.Owners.Any(r => r.Uid == owner.Uid));

    private ResourceType? TypeOf(OwnerReference reference) => objects.Kinds.FirstOrDefault(t => t.Kind == reference.Kind && t.Group == reference.Group);
}
