using System.Globalization;

namespace Portal.Sandbox.Node.Pods;

/// <summary>Ids of container instances as they stand in a pod's status: <c>sandbox://POD-UID/CONTAINER/INSTANCE</c>.</summary>
internal static class ContainerId
{
    public static string Format(string podUid, string container, int instance) =>
        string.Create(CultureInfo.InvariantCulture, $"sandbox://{podUid}/{container}/{instance}");

    public static bool TryReadInstance(string? id, out int instance)
    {
        instance = 0;
        return id is not null && int.TryParse(id.AsSpan(id.LastIndexOf('/') + 1), NumberStyles.None, CultureInfo.InvariantCulture, out instance);
    }
}
