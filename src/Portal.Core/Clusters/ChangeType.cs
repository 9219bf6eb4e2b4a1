namespace Portal.Core.Clusters;

public enum ChangeType
{
    Added,
    Modified,
    Deleted,
}
