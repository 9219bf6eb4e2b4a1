namespace Portal.Core.Storage.Lists;

/// <summary>Orders text by its code points, as PostgreSQL's collation "C" does with UTF-8; UTF-16 units order some of them differently.</summary>
internal sealed class CodePointOrder : IComparer<string?>
{
    public static readonly CodePointOrder Instance = new();

    public int Compare(string? x, string? y)
    {
        if (x is null || y is null)
        {
            return string.CompareOrdinal(x, y);
        }

        var same = x.AsSpan().CommonPrefixLength(y);
        return same < x.Length && same < y.Length ? Rank(x[same]).CompareTo(Rank(y[same])) : x.Length.CompareTo(y.Length);
    }

    // Surrogates stand for code points beyond those of every other unit.
    private static int Rank(char unit) => char.IsSurrogate(unit) ? unit + char.MaxValue : unit;
}
