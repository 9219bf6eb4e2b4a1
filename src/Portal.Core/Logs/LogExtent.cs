namespace Portal.Core.Logs;

/// <summary>How much of a spool is complete and may be read.</summary>
/// <param name="Lines">Complete lines.</param>
/// <param name="Bytes">Bytes of the data file that they take.</param>
/// <param name="IndexEntries">Entries of the index that point into those bytes.</param>
internal sealed record LogExtent(long Lines, long Bytes, long IndexEntries)
{
    public static readonly LogExtent Empty = new(0, 0, 0);
}
