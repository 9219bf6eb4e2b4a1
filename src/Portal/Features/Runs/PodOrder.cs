using Portal.Core.Clusters;

namespace Portal.Features.Runs;

/// <summary>The order of a run's pods on its page: the driver first, then the newest.</summary>
public sealed class PodOrder : IComparer<PodView>
{
    public static readonly PodOrder Instance = new();

    public int Compare(PodView? x, PodView? y)
    {
        if (x is null || y is null)
        {
            return (x is null ? 1 : 0) - (y is null ? 1 : 0);
        }

        var byRole = (PodLook.Role(x) == "driver" ? 0 : 1) - (PodLook.Role(y) == "driver" ? 0 : 1);
        return byRole != 0 ? byRole : x.CreatedAt != y.CreatedAt ? y.CreatedAt.CompareTo(x.CreatedAt) : string.CompareOrdinal(x.Key.Name, y.Key.Name);
    }
}
